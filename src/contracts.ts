/* Written by scripts/generate from torchenstein_lab/contracts. Do not edit. */

/**
 * The number that server, kernel side and front end exchange before they
 * trust each other's data.
 */
export const CONTRACT = 1;

/**
 * What the learner produces.
 */
export type Kind = 'code' | 'debug' | 'function' | 'module' | 'predict';

/**
 * How far an exercise reaches.
 */
export type Level = 'apprentice' | 'artisan' | 'master';

/**
 * The answers offered for one name of a predict exercise, as Python source for the learner's cell.
 */
export interface Choices {
  readonly name: string;
  readonly options: readonly string[];
}

/**
 * One set of numbers for an exercise that deals fresh ones; `number` is the seed it was dealt from.
 */
export interface Deal {
  readonly number: number;
  readonly task: string;
  readonly starter: string;
  readonly hints: readonly [string, string, string];
  readonly choices: readonly Choices[];
}

/**
 * A checked task of a lesson, without its answers.
 *
 * `names` are what the learner must produce, `promises` the sentences the check verifies in order,
 * `check` the source text behind *Show the check*, `content` a hash of the exercise's source file,
 * `limit` the seconds a check may take, `deals` the dealt variants (empty when nothing is dealt;
 * otherwise `task`, `starter` and `hints` are those of `deals[0]`).
 */
export interface Exercise {
  readonly id: string;
  readonly title: string;
  readonly task: string;
  readonly kind: Kind;
  readonly level: Level;
  readonly core: boolean;
  readonly objectives: readonly string[];
  readonly names: readonly string[];
  readonly promises: readonly string[];
  readonly hints: readonly [string, string, string];
  readonly starter: string;
  readonly check: string;
  readonly content: string;
  readonly limit: number;
  readonly choices: readonly Choices[];
  readonly deals: readonly Deal[];
}

/**
 * A right answer: the text of the learner's cell, and why it works.
 */
export interface Answer {
  readonly title: string;
  readonly source: string;
  readonly explanation: string;
}

/**
 * The solution and the other right answers of one exercise, for one deal (`None`: nothing is dealt).
 */
export interface DealtAnswers {
  readonly deal: number | null;
  readonly solution: Answer;
  readonly others: readonly Answer[];
}

/**
 * All right answers of one exercise.
 */
export interface Solutions {
  readonly exercise: string;
  readonly answers: readonly DealtAnswers[];
}

/**
 * *Explain it to the duck*: the question, the three points of the rubric, and a model explanation.
 */
export interface Duck {
  readonly question: string;
  readonly rubric: readonly string[];
  readonly model: string;
}

/**
 * A standard term of the field, and the cell in which the lesson explains it.
 */
export interface Term {
  readonly term: string;
  readonly meaning: string;
  readonly cell: string | null;
}

/**
 * When a badge is earned.
 *
 * `first-pass`: the first exercise ever passed. `comeback`: an exercise passed after a failed attempt.
 * `core`: every core exercise of the lesson passed. `exercises`: all of `exercises` passed.
 * `explained`: the lesson's idea explained to the duck.
 */
export interface BadgeRule {
  readonly kind: 'comeback' | 'core' | 'exercises' | 'explained' | 'first-pass';
  readonly exercises: readonly string[];
}

/**
 * A badge that a lesson can award; `how` tells how to earn it, `says` is read once it is earned.
 */
export interface BadgeSpec {
  readonly id: string;
  readonly title: string;
  readonly how: string;
  readonly says: string;
  readonly rule: BadgeRule;
}

/**
 * A heading of the lesson, for the outline: its text, depth, cell id, and the exercises below it.
 */
export interface Section {
  readonly title: string;
  readonly depth: number;
  readonly cell: string;
  readonly exercises: readonly string[];
}

/**
 * A compiled lesson. `content` is a hash over everything in it; `number` is what learners see (1.1).
 */
export interface Lesson {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly builds_on: readonly string[];
  readonly objectives: readonly string[];
  readonly exercises: readonly Exercise[];
  readonly sections: readonly Section[];
  readonly duck: Duck | null;
  readonly glossary: readonly Term[];
  readonly badges: readonly BadgeSpec[];
  readonly content: string;
}

/**
 * A row of lessons under one heading; `lessons` are ids, in order.
 */
export interface Module {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly lessons: readonly string[];
}

/**
 * An installable set of lessons: the `pack.json` at the root of a compiled pack.
 */
export interface Pack {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly contract: number;
  readonly licence: string;
  readonly modules: readonly Module[];
}

/**
 * How a check ended.
 */
export type Outcome =
  | 'cannot-check'
  | 'error'
  | 'failed'
  | 'kernel-busy'
  | 'kernel-gone'
  | 'not-attempted'
  | 'passed'
  | 'rule-broken'
  | 'timeout';

/**
 * What a finding is about, in the order in which a diagnosis looks.
 */
export type Category =
  | 'argument'
  | 'crash'
  | 'device'
  | 'dtype'
  | 'gradient'
  | 'gradient-tracking'
  | 'memory'
  | 'missing'
  | 'not-attempted'
  | 'raised'
  | 'rule'
  | 'shape'
  | 'time'
  | 'type'
  | 'value';

/**
 * A small picture of a value: a window of at most 16 x 16 cells of a tensor, or a short text.
 *
 * `cells` holds the texts of the window in reading order (`rows` x `columns` of them), `levels` the same
 * cells as numbers between 0 and 1 on the scale shared by expected and got (`None`: NaN, infinite or
 * not a number), whose ends are `limits`, in words. With `diverging`, numbers lie on both sides of zero, and
 * 0.5 is zero. `wrong` the indices into `cells` that differ. `origin` is the index, in the tensor, of
 * the window's first cell. `text` says it all in words, for those who do not see the picture.
 */
export interface Preview {
  readonly text: string;
  readonly shape: readonly number[] | null;
  readonly dtype: string | null;
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly string[];
  readonly levels: readonly (number | null)[];
  readonly wrong: readonly number[];
  readonly origin: readonly number[];
  readonly truncated: boolean;
  readonly diverging: boolean;
  readonly limits: readonly [string, string] | null;
}

/**
 * One thing a check observed.
 *
 * `promise` is the promise of the task it belongs to, `category` what it is about, `say` the sentence
 * for the learner (empty while `state` is kept or waiting), `seen` the call and the numbers behind it,
 * `replay` Python source that puts the failing input into a cell, `line` where in the learner's code.
 */
export interface Finding {
  readonly promise: string;
  readonly state: 'broken' | 'kept' | 'waiting';
  readonly category: Category | null;
  readonly say: string;
  readonly seen: string;
  readonly expected: Preview | null;
  readonly got: Preview | null;
  readonly replay: string;
  readonly line: number | null;
}

/**
 * An exception that the learner's code raised: its kind and message, the line, and the full traceback.
 */
export interface LearnerError {
  readonly kind: string;
  readonly message: string;
  readonly line: number | null;
  readonly source: string;
  readonly traceback: string;
}

/**
 * All findings of one check of one answer, and its outcome.
 *
 * `say` is the one sentence that is read first, `seen` the facts behind it, `next` what to try.
 * `misconception` is the id of the known wrong answer that this answer behaves like. `seed` and `deal`
 * let the check be repeated; `sandbox` says where it ran; `printed` is what the answer printed.
 */
export interface Verdict {
  readonly pack: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly content: string;
  readonly outcome: Outcome;
  readonly say: string;
  readonly seen: string;
  readonly next: string;
  readonly misconception: string | null;
  readonly findings: readonly Finding[];
  readonly error: LearnerError | null;
  readonly printed: string;
  readonly seed: number;
  readonly deal: number | null;
  readonly sandbox: 'fork' | 'guard' | 'none';
  readonly seconds: number;
  readonly contract: number;
}

/**
 * What the server asks the learner's kernel to judge.
 *
 * `source` is the text of the learner's cell (it stays on the learner's machine), used to tell an
 * untouched starter and to name lines; `content` the version of the exercise that the server knows;
 * `raised` whether the cell has just ended in an error: the names in the kernel are then not its own.
 */
export interface JudgeRequest {
  readonly pack: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly content?: string | null;
  readonly source?: string | null;
  readonly deal?: number | null;
  readonly seed?: number | null;
  readonly raised?: boolean;
  readonly contract?: number;
}

/**
 * A lesson was opened.
 */
export interface Opened {
  readonly kind: 'opened';
}

/**
 * An answer was judged. Outcomes that say nothing about the answer are no attempts.
 */
export interface Checked {
  readonly kind: 'checked';
  readonly outcome: Outcome;
  readonly misconception: string | null;
  readonly seed: number;
  readonly deal: number | null;
  readonly clean_room: boolean;
}

/**
 * A hint was shown; `tier` is 1, 2 or 3.
 */
export interface Hinted {
  readonly kind: 'hinted';
  readonly tier: number;
}

/**
 * The solution was shown.
 */
export interface Revealed {
  readonly kind: 'revealed';
}

/**
 * The learner's cell was reset to the starter.
 */
export interface Restored {
  readonly kind: 'restored';
}

/**
 * The idea of a lesson was explained to the duck; `met` are the rubric's points the learner ticked.
 */
export interface Explained {
  readonly kind: 'explained';
  readonly text: string;
  readonly met: readonly number[];
}

/**
 * Points of the duck's rubric were ticked for the explanation that the event `explanation` holds; `met`
 * are all that are ticked now.
 */
export interface Ticked {
  readonly kind: 'ticked';
  readonly explanation: string;
  readonly met: readonly number[];
}

/**
 * A new badge was shown to the learner, and need not be shown again.
 */
export interface BadgeSeen {
  readonly kind: 'badge-seen';
  readonly badge: string;
}

/**
 * One record. `id` is a UUIDv7, `time` UTC in RFC 3339 with milliseconds, `content` the version of
 * the exercise (or of the lesson, where `exercise` is `None`) that the learner had before them.
 */
export interface Event {
  readonly id: string;
  readonly time: string;
  readonly learner: string;
  readonly pack: string;
  readonly lesson: string;
  readonly exercise: string | null;
  readonly content: string;
  readonly detail:
    | Opened
    | Checked
    | Hinted
    | Revealed
    | Restored
    | Explained
    | Ticked
    | BadgeSeen;
  readonly schema: number;
}

/**
 * `helped`: passed after the solution or the third hint was seen; `mastered`: passed without either.
 */
export type ExerciseState = 'helped' | 'mastered' | 'new' | 'tried';

/**
 * How far a learner is with one exercise. `attempts` counts judged answers, right ones included;
 * `hints` is the highest tier seen; `solution_open` whether the solution may be shown unasked.
 */
export interface ExerciseProgress {
  readonly exercise: string;
  readonly state: ExerciseState;
  readonly attempts: number;
  readonly failures: number;
  readonly hints: number;
  readonly revealed: boolean;
  readonly passed_at: string | null;
  readonly misconception: string | null;
  readonly solution_open: boolean;
}

/**
 * How far a learner is with one lesson; `minutes_left` falls as core exercises are passed.
 */
export interface LessonProgress {
  readonly pack: string;
  readonly lesson: string;
  readonly opened: boolean;
  readonly minutes_left: number;
  readonly exercises: readonly ExerciseProgress[];
  readonly explained: boolean;
  readonly last_event_at: string | null;
}

/**
 * A badge of a lesson, earned (`earned_at` is its time) or still waiting; `seen`: it was shown once.
 */
export interface Badge {
  readonly id: string;
  readonly title: string;
  readonly how: string;
  readonly says: string;
  readonly pack: string;
  readonly lesson: string;
  readonly earned_at: string | null;
  readonly seen: boolean;
}

/**
 * What a learner wrote to the duck, newest last.
 */
export interface JournalEntry {
  readonly id: string;
  readonly time: string;
  readonly pack: string;
  readonly lesson: string;
  readonly title: string;
  readonly question: string;
  readonly text: string;
  readonly met: readonly number[];
}

/**
 * A lesson on the course map.
 */
export interface LessonCard {
  readonly id: string;
  readonly number: string;
  readonly title: string;
  readonly question: string;
  readonly minutes: number;
  readonly core: readonly string[];
  readonly titles: { readonly [key: string]: string };
  readonly progress: LessonProgress;
  readonly path: string | null;
}

/**
 * A pack on the course map; `problem` says in one sentence why it cannot be read, when it cannot.
 */
export interface PackCard {
  readonly id: string;
  readonly title: string;
  readonly version: string;
  readonly modules: readonly Module[];
  readonly lessons: readonly LessonCard[];
  readonly problem: string | null;
}

/**
 * Reply of `GET course`. `here` is the lesson to go on with, as (pack, lesson).
 */
export interface Course {
  readonly version: string;
  readonly contract: number;
  readonly packs: readonly PackCard[];
  readonly badges: readonly Badge[];
  readonly here: readonly [string, string] | null;
  readonly notices: readonly string[];
}

/**
 * Reply of `GET lessons/PACK/LESSON`.
 */
export interface LessonReply {
  readonly lesson: Lesson;
  readonly progress: LessonProgress;
  readonly hints_seen: { readonly [key: string]: number };
}

/**
 * Body of `POST lessons/PACK/LESSON/open`. `folder` is the learner's folder for lessons, relative to
 * the server's root. `update`: what to do when a newer version of the lesson is installed: `ask` opens
 * the copy as it is and says so, `merge` merges it by cell id after a backup, `keep` asks no more for
 * this version.
 */
export interface OpenRequest {
  readonly folder: string;
  readonly update?: 'ask' | 'keep' | 'merge';
}

/**
 * `path` of the learner's copy; `backup` of the copy made before a merge. `notice`: what to do when
 * this could not be saved.
 */
export interface OpenReply {
  readonly path: string;
  readonly status: 'created' | 'kept' | 'merged' | 'newer' | 'opened';
  readonly backup: string | null;
  readonly notice: string | null;
}

/**
 * Body of `POST check`. `id` is chosen by the client and names the check to cancel; `raised` says that
 * the learner's cell has just ended in an error, so that names it left behind are of an earlier run. `cell`
 * is the id of the message that has just sent the learner's cell to the kernel, when it may not have ended
 * yet: the server then finds out the rest itself, or answers 204 when the cell goes on, to be asked again
 * at its end.
 */
export interface CheckRequest {
  readonly id: string;
  readonly pack: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly kernel: string | null;
  readonly source?: string | null;
  readonly deal?: number | null;
  readonly raised?: boolean;
  readonly cell?: string | null;
}

/**
 * Verdict, new progress and new badges in one reply. `saved` is false when the event could not be
 * written (a full disk); `notice` then says what to do.
 */
export interface CheckReply {
  readonly verdict: Verdict;
  readonly progress: LessonProgress;
  readonly new_badges: readonly Badge[];
  readonly saved: boolean;
  readonly notice: string | null;
}

/**
 * Body of `POST hint`, `POST reveal` and `POST reset`; `tier` is for hints, `asked` says that the
 * learner asked to see the solution before it was open.
 */
export interface ExerciseRequest {
  readonly pack: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly deal?: number | null;
  readonly tier?: number | null;
  readonly asked?: boolean;
}

/**
 * The hint's text as Markdown. `notice`: what to do when this could not be saved (a full disk).
 */
export interface HintReply {
  readonly tier: number;
  readonly text: string;
  readonly progress: LessonProgress;
  readonly notice: string | null;
}

/**
 * The solution and the other right answers. `notice`: what to do when this could not be saved.
 */
export interface RevealReply {
  readonly solution: Answer;
  readonly others: readonly Answer[];
  readonly progress: LessonProgress;
  readonly notice: string | null;
}

/**
 * The starter to put into the learner's cell. `notice`: what to do when this could not be saved.
 */
export interface ResetReply {
  readonly starter: string;
  readonly progress: LessonProgress;
  readonly notice: string | null;
}

/**
 * Body of `POST journal`: an explanation to the duck, and the rubric's points the learner ticked.
 */
export interface JournalRequest {
  readonly pack: string;
  readonly lesson: string;
  readonly text: string;
  readonly met?: readonly number[];
}

/**
 * All entries of the learner's journal, newest last, and badges earned by the last one.
 */
export interface JournalReply {
  readonly entries: readonly JournalEntry[];
  readonly new_badges: readonly Badge[];
}

/**
 * Body of `POST journal/ID/rubric`: all points of the rubric that the learner has ticked for the entry ID
 * of the journal.
 */
export interface RubricRequest {
  readonly met?: readonly number[];
}

/**
 * Body of `POST badges/seen`.
 */
export interface BadgeSeenRequest {
  readonly pack: string;
  readonly lesson: string;
  readonly badge: string;
}

/**
 * Body of `POST error`, whose reply is an `ExplainReply`: an error that a notebook shows, by the kernel's
 * id, the cell's execution count, the exception's name, and the first 500 characters of its message.
 */
export interface ErrorRequest {
  readonly kernel: string | null;
  readonly cell?: number | null;
  readonly error?: string | null;
  readonly message?: string | null;
}

/**
 * Body of every answer that is not 200: what happened, and what to do.
 */
export interface Problem {
  readonly message: string;
  readonly remedy: string;
}

/**
 * A value that took part in what failed.
 *
 * `name` is the expression as the learner wrote it, `type` the name of the value's type (empty where the
 * value could not be looked up without running code), `preview` the value itself where it is short and
 * exact: whole numbers, texts, small tensors of whole numbers.
 */
export interface Operand {
  readonly name: string;
  readonly type: string;
  readonly shape: readonly number[] | null;
  readonly dtype: string;
  readonly device: string;
  readonly preview: string;
}

/**
 * One axis of a tensor in a picture of shapes.
 *
 * `state`: `meets` and `clashes` are told of axes that the operation compares; `missing` is an axis that
 * this tensor does not have and the others do (its `size` is 1, as broadcasting counts it).
 */
export interface Axis {
  readonly size: number;
  readonly state: 'clashes' | 'meets' | 'missing' | 'plain';
  readonly label: string;
}

/**
 * One tensor in a picture of shapes: its name, its axes in order, and a note such as "6 elements".
 */
export interface ShapeRow {
  readonly name: string;
  readonly axes: readonly Axis[];
  readonly note: string;
}

/**
 * A rectangle of a drawing. All places and sizes are whole CSS pixels, from the top left corner.
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly role: 'clashes' | 'hatch' | 'meets' | 'missing' | 'plain' | 'quiet';
}

/**
 * A straight line of a drawing.
 */
export interface Line {
  readonly x1: number;
  readonly y1: number;
  readonly x2: number;
  readonly y2: number;
  readonly role: 'clashes' | 'hatch' | 'meets' | 'missing' | 'plain' | 'quiet';
}

/**
 * A short text of a drawing; `y` is its base line, `align` which part of it stands at `x`.
 */
export interface Label {
  readonly x: number;
  readonly y: number;
  readonly text: string;
  readonly role: 'clashes' | 'hatch' | 'meets' | 'missing' | 'plain' | 'quiet';
  readonly align: 'end' | 'middle' | 'start';
}

/**
 * A picture of shapes as plain data, for whoever draws it: first boxes, then lines, then labels.
 *
 * A `role` is told by colour and by stroke: what clashes is dashed and hatched. `alt` says it in words.
 */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly alt: string;
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly labels: readonly Label[];
}

/**
 * What failed, in one line of `Explanation.source`: the line's index there, and columns in characters.
 */
export interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
}

/**
 * One explained error.
 *
 * `known` is false when the error is of no kind in `docs/errors.md`; `kind` and `family` are then empty.
 * `say` is read first: what was computed, and how it broke the rule. `rule` is the rule in general, `look`
 * what to look at next. `error` and `message` are Python's own. `place` says in words where the learner's
 * line is; `line` is its number there, `source` its text, `marks` the part that failed. `cell` is the
 * execution count of the cell that was run. `shapes` are the facts of a picture, `drawing` the picture;
 * there is none where none helps.
 */
export interface Explanation {
  readonly known: boolean;
  readonly kind: string;
  readonly family: string;
  readonly say: string;
  readonly rule: string;
  readonly look: string;
  readonly error: string;
  readonly message: string;
  readonly place: string;
  readonly line: number | null;
  readonly source: string;
  readonly marks: readonly Mark[];
  readonly cell: number | null;
  readonly operands: readonly Operand[];
  readonly shapes: readonly ShapeRow[];
  readonly drawing: Drawing | null;
  readonly traceback: string;
  readonly contract: number;
}

/**
 * What the server asks the learner's kernel: its last error.
 *
 * `cell`, `error` and `message` (what a front end knows of an error that it shows: the execution count, the
 * exception's name, the first `MESSAGE_CHARACTERS` of its message) make sure that it is that error and no
 * later one.
 */
export interface ExplainRequest {
  readonly cell?: number | null;
  readonly error?: string | null;
  readonly message?: string | null;
  readonly contract?: number;
}

/**
 * The explanation, or a sentence that says why there is none.
 */
export interface ExplainReply {
  readonly explanation: Explanation | null;
  readonly say: string;
}

/**
 * A row whose insides are shown: where it is, and how many of its children are asked for.
 */
export interface OpenedRow {
  readonly path: readonly string[];
  readonly count: number;
}

/**
 * One question of the inspector.
 *
 * `ask`: `page` some rows (`start`, `count`) with the insides of the `open` ones; `detail` the value at
 * `path` with its picture; `examine` the next few tensors for NaN and infinity, from the one numbered
 * `start`. `only` and `search` choose rows by kind and by a part of the name. `begin` says that the panel
 * has just opened (what changed before counts for nothing), `fresh` that names may have come and gone,
 * `ended` that a cell has ended since the last question, `running` that one runs now.
 */
export interface InspectRequest {
  readonly ask?: 'detail' | 'examine' | 'page';
  readonly start?: number;
  readonly count?: number;
  readonly sort?: 'bytes' | 'changed' | 'kind' | 'name';
  readonly only?: 'all' | 'changed' | 'modules' | 'parameters' | 'tensors';
  readonly search?: string;
  readonly open?: readonly OpenedRow[];
  readonly path?: readonly string[];
  readonly begin?: boolean;
  readonly fresh?: boolean;
  readonly ended?: boolean;
  readonly running?: boolean;
  readonly contract?: number;
}

/**
 * One thing about a module, an optimizer or a data loader, under PyTorch's own name for it.
 */
export interface Fact {
  readonly name: string;
  readonly value: string;
}

/**
 * What is inside a module, a group, an optimizer or a data loader: how many children, a module's learned
 * numbers and those of them that get no gradient (`null` for what is no module), and facts.
 */
export interface Inside {
  readonly children: number;
  readonly parameters: number | null;
  readonly frozen: number;
  readonly facts: readonly Fact[];
}

/**
 * How many elements are NaN, and how many infinite.
 */
export interface Strange {
  readonly nan: number;
  readonly infinite: number;
}

/**
 * One value in the list, or inside another one.
 *
 * `path` leads to it from the notebook's names; it is empty where the value cannot be opened.
 * `type` is the name of its class. `gradient`: `none` is not tracked, `wanted` will get one, `ready` has
 * one in `.grad`, `made` came out of an operation on tracked tensors (`by` names it). `nbytes` are the
 * bytes of its elements, `storage_bytes` those of the memory it lies in. `storage` is the same number for
 * rows that share memory (0: shares with nobody), `layout` how it lies there. `mark` says what the last cell
 * did to it. `strange` is `null` until somebody asked, and again when the tensor has changed since. `note`
 * is a code for what is odd about it.
 */
export interface TensorRow {
  readonly name: string;
  readonly path: readonly string[];
  readonly kind:
    | 'buffer'
    | 'group'
    | 'loader'
    | 'module'
    | 'optimizer'
    | 'parameter'
    | 'tensor';
  readonly type: string;
  readonly shape: readonly number[] | null;
  readonly dtype: string;
  readonly device: string;
  readonly gradient: 'made' | 'none' | 'ready' | 'wanted';
  readonly by: string;
  readonly nbytes: number | null;
  readonly storage_bytes: number | null;
  readonly storage: number;
  readonly layout: '' | 'part' | 'permuted' | 'stretched' | 'strided' | 'whole';
  readonly mark: '' | 'changed' | 'new' | 'replaced';
  readonly strange: Strange | null;
  readonly inside: Inside | null;
  readonly note:
    | ''
    | 'freed'
    | 'half-built'
    | 'lazy'
    | 'no-data'
    | 'unreadable';
}

/**
 * The insides of an open row, as many as were asked for.
 */
export interface Branch {
  readonly path: readonly string[];
  readonly rows: readonly TensorRow[];
}

/**
 * Memory that PyTorch itself counts on an accelerator, in bytes: now, and the most so far.
 */
export interface DeviceMemory {
  readonly device: string;
  readonly now: number;
  readonly peak: number;
}

/**
 * Bytes: of everything listed, each storage counted once; the most the inspector has seen of that;
 * of the whole Python process now and at its peak (`null` where the system does not say).
 */
export interface MemoryUse {
  readonly tensors: number;
  readonly highest: number;
  readonly process: number | null;
  readonly process_peak: number | null;
  readonly devices: readonly DeviceMemory[];
}

/**
 * A page. `total` names are tensors and their like, `matching` of them were asked for; `rows` are those
 * from `start` on. `gone` are names that the last cell took away. `torch` is false while the kernel has not
 * imported PyTorch. `uncounted` says that memory and brackets are older than the rows: ask once more.
 */
export interface TensorPage {
  readonly torch: boolean;
  readonly total: number;
  readonly matching: number;
  readonly start: number;
  readonly rows: readonly TensorRow[];
  readonly branches: readonly Branch[];
  readonly gone: readonly string[];
  readonly memory: MemoryUse;
  readonly uncounted: boolean;
}

/**
 * One value, looked at closely: its row, strides and offset (in elements), the other names of its memory
 * (`others` more are not named), and its picture by MIME type (empty where it has none).
 */
export interface TensorDetail {
  readonly row: TensorRow;
  readonly strides: readonly number[];
  readonly offset: number;
  readonly sharing: readonly string[];
  readonly others: number;
  readonly picture: readonly Fact[];
}

/**
 * How far the search for NaN and infinity is: `next` is the tensor to go on from, `null` at the end.
 *
 * `looked` tensors were looked at this time, and `found` of them have some.
 */
export interface Examined {
  readonly next: number | null;
  readonly looked: number;
  readonly found: number;
}

/**
 * The answer to one question; `say` tells why there is none.
 */
export interface InspectReply {
  readonly page: TensorPage | null;
  readonly detail: TensorDetail | null;
  readonly examined: Examined | null;
  readonly say: '' | 'contract' | 'failed' | 'gone';
  readonly contract: number;
}

/**
 * A code cell as it stands in the notebook. `raises`: it is tagged `raises-exception`.
 */
export interface CleanRoomCell {
  readonly id: string;
  readonly source: string;
  readonly raises: boolean;
  readonly exercise: string | null;
  readonly deal: number | null;
}

/**
 * Body of `POST clean-room`. `id` is chosen by the client. `cells` are all code cells of the notebook at
 * `path`, in order; the one at the index `at` is judged. `kernel` is the learner's own kernel, which is only
 * asked what its variables come from; `kernel_name` the kernelspec to start the fresh one from.
 * `keep_spare`: have another kernel ready for the next time.
 */
export interface CleanRoomRequest {
  readonly id: string;
  readonly pack: string;
  readonly lesson: string;
  readonly exercise: string;
  readonly path: string;
  readonly kernel_name: string;
  readonly cells: readonly CleanRoomCell[];
  readonly at: number;
  readonly kernel?: string | null;
  readonly keep_spare?: boolean;
}

/**
 * Body of `POST clean-room/ready`: have a fresh kernel of this kernelspec ready before it is needed.
 */
export interface CleanRoomReadyRequest {
  readonly kernel_name: string;
}

/**
 * A variable that the answer leaned on, and that a run from the top does not give, or gives otherwise.
 *
 * `deleted`: the cell that made it is gone, or is not what it was; `out-of-order`: it is made further down,
 * or a cell above was run again; `overwritten`: a cell below gives it another value; `run-again`: its cell
 * goes on from the value it finds, and ran more than once; `nowhere`: no cell makes it. `cell` is the id of
 * the cell to look at, where there is one.
 */
export interface HiddenState {
  readonly name: string;
  readonly why:
    | 'deleted'
    | 'nowhere'
    | 'out-of-order'
    | 'overwritten'
    | 'run-again';
  readonly say: string;
  readonly cell: string | null;
}

/**
 * A cell that raised an error which nobody announced, took too long, or ended the kernel.
 */
export interface CellTrouble {
  readonly number: number;
  readonly cell: string;
  readonly say: string;
}

/**
 * What came of it: the verdict with progress and badges as after any check, and what a run from the top
 * showed. `say` is the sentence after “In a clean room:”.
 */
export interface CleanRoomReply {
  readonly say: string;
  readonly check: CheckReply;
  readonly hidden: readonly HiddenState[];
  readonly troubles: readonly CellTrouble[];
}

/**
 * How far a clean room is: cell `cell` of `cells`, or, at its end, `reply` or `problem`.
 */
export interface CleanRoomState {
  readonly id: string;
  readonly phase: 'checking' | 'done' | 'running' | 'starting' | 'stopped';
  readonly cell: number;
  readonly cells: number;
  readonly reply: CleanRoomReply | null;
  readonly problem: Problem | null;
}

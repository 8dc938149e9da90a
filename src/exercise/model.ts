import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';
import { UUID } from '@lumino/coreutils';

import { asProblem } from '../api/server-problem';
import type {
  Badge,
  CheckReply,
  CheckRequest,
  Choices,
  Exercise,
  ExerciseProgress,
  ExerciseRequest,
  Problem,
  RevealReply,
  Verdict
} from '../contracts';
import type { IClient, ICourse, ILessonKey } from '../tokens';
import { withChoice } from './choices';
import { CleanRoom } from './clean-room';
import type { Turnstile } from './turnstile';

/**
 * What a check is doing. `waiting`: the kernel is busy with something else. `running`: the learner's cell runs.
 * `checking`: the answer is being judged. `cancelling`: the learner asked to stop.
 */
export type Phase = 'cancelling' | 'checking' | 'idle' | 'running' | 'waiting';

/** A question that the bar asks before it does something. */
export type Question = 'reset' | 'reveal';

/** The part that is open below the bar, besides the verdict. */
export type Drawer = 'check' | 'hints' | 'solution';

/**
 * The learner's cell, as far as an exercise needs to know it.
 */
export interface IAnswerCell {
  readonly source: string;
  /** The deal that the cell's numbers came from. */
  readonly deal: number | null;
  readonly kernelId: string | null;
  readonly isKernelBusy: boolean;
  /** Replace the text, in a way that the editor's Undo takes back. */
  write(source: string): void;
  /** Resolves when the kernel has nothing to do, or when the signal aborts. */
  whenIdle(signal: AbortSignal): Promise<void>;
  /** Run the cell as the learner would. */
  run(): IRun;
  interrupt(): Promise<void>;
  /** Put numbers of another deal into the task and into the cell. */
  redeal(exercise: Exercise, number: number): void;
}

/**
 * A run of the learner's cell.
 */
export interface IRun {
  /** Resolves to the id of the message that sent the cell to its kernel; `null` when none did. */
  readonly sent: Promise<string | null>;
  /** Resolves when the cell has ended, to whether it ended in an error. */
  readonly ended: Promise<boolean>;
}

/**
 * One exercise cell: what is known about its exercise, the last verdict, and what is open below it.
 *
 * Two views of one notebook share it, so that a verdict shows in both.
 */
export class ExerciseModel implements IDisposable {
  constructor(options: ExerciseModel.IOptions) {
    this.lesson = options.lesson;
    this.id = options.exercise;
    this._client = options.client;
    this._course = options.course;
    this._turnstile = options.turnstile;
    this._course.changed.connect(this._onCourseChanged, this);
    this.cleanRoom = new CleanRoom({
      client: this._client,
      lesson: this.lesson,
      exercise: this.id,
      changed: () => {
        this._emit();
      },
      take: (reply, source) => {
        this._problem = null;
        this._take(reply, source);
      },
      fail: problem => {
        this._problem = problem;
      }
    });
  }

  readonly lesson: ILessonKey;
  readonly id: string;
  readonly cleanRoom: CleanRoom;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Emitted when a verdict has arrived, for whoever wants to bring it into view. */
  get judged(): ISignal<this, Verdict> {
    return this._judged;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The exercise, once its lesson has arrived; `undefined` when the lesson has no such exercise. */
  get exercise(): Exercise | undefined {
    return this._course
      .peek(this.lesson)
      ?.lesson.exercises.find(one => one.id === this.id);
  }

  get isLoaded(): boolean {
    return this._course.peek(this.lesson) !== null;
  }

  get lessonTitle(): string {
    const lesson = this._course.peek(this.lesson)?.lesson;
    return lesson ? `${lesson.number} ${lesson.title}` : '';
  }

  get progress(): ExerciseProgress {
    return (
      this._course
        .peek(this.lesson)
        ?.progress.exercises.find(one => one.exercise === this.id) ?? {
        exercise: this.id,
        state: 'new',
        attempts: 0,
        failures: 0,
        hints: 0,
        revealed: false,
        passed_at: null,
        misconception: null,
        solution_open: false
      }
    );
  }

  get phase(): Phase {
    return this._phase;
  }

  get verdict(): Verdict | null {
    return this._verdict;
  }

  /** Whether the cell has changed since the verdict was given. */
  get isStale(): boolean {
    return this._verdict !== null && this._source !== this._judgedSource;
  }

  /** Why the last thing asked for did not happen. */
  get problem(): Problem | null {
    return this._problem;
  }

  /** What else to know about it: it did happen, but could not be saved. */
  get notice(): string | null {
    return this._notice;
  }

  get question(): Question | null {
    return this._question;
  }

  get drawer(): Drawer | null {
    return this._drawer;
  }

  get reply(): RevealReply | null {
    return this._reply;
  }

  /** Badges earned by the last check. */
  get badges(): readonly Badge[] {
    return this._badges;
  }

  /** Whether the last reset or choice of numbers can be taken back. */
  get canUndo(): boolean {
    return this._before !== null;
  }

  /** Ask for the lesson. Never rejects: a failure becomes `problem`. */
  async load(): Promise<void> {
    try {
      this._problem = null;
      await this._course.lesson(this.lesson);
    } catch (reason) {
      this._problem = asProblem(reason);
    }
    this._emit();
  }

  /** Tell the model what the cell holds now. */
  noteSource(source: string): void {
    if (this._source === source) {
      return;
    }
    this._source = source;
    if (this._before !== null && source !== this._afterWrite) {
      // The learner went on writing: an Undo button that throws that away would be a trap.
      this._before = null;
    }
    this._emit();
  }

  /** The choices to offer for the cell's deal. */
  choices(deal: number | null): readonly Choices[] {
    const exercise = this.exercise;
    return (
      exercise?.deals.find(one => one.number === deal)?.choices ??
      exercise?.choices ??
      []
    );
  }

  /** The hints that the learner has seen, for the cell's deal. */
  hints(deal: number | null): readonly string[] {
    const exercise = this.exercise;
    const hints =
      exercise?.deals.find(one => one.number === deal)?.hints ??
      exercise?.hints ??
      [];
    return hints.slice(0, this._hintsSeen);
  }

  /**
   * Run the cell, have it judged, and take in the verdict. While a check is under way another click asks for
   * one more check only if the cell has changed meanwhile.
   */
  async check(cell: IAnswerCell): Promise<void> {
    if (this._phase !== 'idle') {
      this._again = true;
      return;
    }
    do {
      this._again = false;
      await this._checkOnce(cell);
    } while (this._wantsAnother(cell));
  }

  /** Stop the check that is under way. */
  async cancel(cell: IAnswerCell): Promise<void> {
    const phase = this._phase;
    if (phase === 'idle' || phase === 'cancelling') {
      return;
    }
    this._again = false;
    this._setPhase('cancelling');
    this._abort?.abort();
    try {
      // The server may be asked already while the cell still runs.
      if (this._checkId) {
        await this._client.cancel(this._checkId);
      }
      if (phase === 'running') {
        await cell.interrupt();
      }
    } catch (reason) {
      this._problem = asProblem(reason);
      this._emit();
    }
  }

  /** The hint that `nextHint` would show: with the drawer closed, first the ones that were seen already. */
  get hintInReach(): number {
    const seen = this._hintsSeen;
    return this._drawer === 'hints' || seen === 0
      ? Math.min(seen + 1, 3)
      : seen;
  }

  /** Show the hints that were seen; when they are open, or there are none yet, ask for the next one. */
  async nextHint(deal: number | null): Promise<void> {
    const seen = this._hintsSeen;
    if (this.hintInReach === seen) {
      this.toggle('hints');
      return;
    }
    await this._ask(async () => {
      const reply = await this._client.hint({
        ...this._request(deal),
        tier: seen + 1
      });
      this._course.accept(reply.progress);
      this._hintsTold = Math.max(this._hintsTold, reply.tier);
      this._drawer = 'hints';
      return reply.notice;
    });
  }

  /** Show the solution, or ask first when it is not open yet. */
  async solution(deal: number | null): Promise<void> {
    if (this._drawer === 'solution') {
      this.toggle('solution');
      return;
    }
    const { solution_open: open, revealed } = this.progress;
    if (open || revealed) {
      await this.reveal(deal, false);
      return;
    }
    this._question = this._question === 'reveal' ? null : 'reveal';
    this._emit();
  }

  /** Fetch the solution and show it. `asked`: the learner said so before it was open. */
  async reveal(deal: number | null, asked: boolean): Promise<void> {
    await this._ask(async () => {
      const reply = await this._client.reveal({
        ...this._request(deal),
        asked
      });
      this._question = null;
      this._reply = reply;
      this._drawer = 'solution';
      this._course.accept(reply.progress);
      return reply.notice;
    });
  }

  askReset(): void {
    this._question = this._question === 'reset' ? null : 'reset';
    this._emit();
  }

  dropQuestion(): void {
    this._question = null;
    this._emit();
  }

  /** Put the starter back. */
  async reset(cell: IAnswerCell): Promise<void> {
    await this._ask(async () => {
      const reply = await this._client.reset(this._request(cell.deal));
      this._question = null;
      this._verdict = null;
      this._badges = [];
      this._write(cell, reply.starter);
      this._course.accept(reply.progress);
      return reply.notice;
    });
  }

  /** Take back what the last reset replaced. */
  undoReset(cell: IAnswerCell): void {
    const before = this._before;
    if (before !== null) {
      this._before = null;
      cell.write(before);
      this.noteSource(cell.source);
      this._emit();
    }
  }

  /** Write a choice into the cell. */
  choose(cell: IAnswerCell, name: string, option: string): void {
    cell.write(withChoice(cell.source, name, option));
    this.noteSource(cell.source);
  }

  /** Deal the next numbers of a predict exercise into the task and the cell. */
  redeal(cell: IAnswerCell): void {
    const exercise = this.exercise;
    const deals = exercise?.deals ?? [];
    const at = deals.findIndex(one => one.number === cell.deal);
    const next = deals[(at + 1) % deals.length];
    if (exercise && next) {
      this._verdict = null;
      this._badges = [];
      this._reply = null;
      this._drawer = this._drawer === 'solution' ? null : this._drawer;
      cell.redeal(exercise, next.number);
      this.noteSource(cell.source);
      this._emit();
    }
  }

  /** Open a part below the bar, or close it. */
  toggle(drawer: Drawer): void {
    this._drawer = this._drawer === drawer ? null : drawer;
    this._emit();
  }

  /** Close the verdict. */
  dismiss(): void {
    this._verdict = null;
    this._problem = null;
    this._notice = null;
    this._badges = [];
    this._emit();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._abort?.abort();
    this.cleanRoom.dispose();
    Signal.clearData(this);
  }

  private async _checkOnce(cell: IAnswerCell): Promise<void> {
    const abort = new AbortController();
    this._abort = abort;
    this._problem = null;
    this._notice = null;
    this._question = null;
    const kernel = cell.kernelId ?? '';
    const blocked = cell.isKernelBusy || this._turnstile.isBusy(kernel);
    this._setPhase(blocked ? 'waiting' : 'running');
    try {
      await this._turnstile.pass(kernel, () => this._judge(cell, abort.signal));
    } catch (reason) {
      this._problem = asProblem(reason);
    } finally {
      this._abort = null;
      this._checkId = null;
      this._setPhase('idle');
    }
  }

  /** One way through: wait, run, ask, take in. Each step first looks whether the learner said stop. */
  private async _judge(cell: IAnswerCell, signal: AbortSignal): Promise<void> {
    if (cell.isKernelBusy) {
      await cell.whenIdle(signal);
    }
    if (signal.aborted) {
      return;
    }
    const source = cell.source;
    const reply =
      cell.kernelId === null
        ? await this._send(cell, source, {})
        : await this._runAndSend(cell, source, signal);
    if (reply) {
      this._source = cell.source;
      this._take(reply, source);
    }
  }

  /** Take in a verdict on a cell with the given text. */
  private _take(reply: CheckReply, source: string): void {
    if (this._isDisposed) {
      return;
    }
    this._verdict = reply.verdict;
    this._judgedSource = source;
    this._before = null;
    this._badges = reply.new_badges;
    this._notice = reply.notice;
    this._course.accept(reply.progress);
    this._course.award(reply.new_badges, true);
    this._judged.emit(reply.verdict);
  }

  /**
   * Run the cell and have it judged. The server is asked as soon as the cell is on its way to the kernel: it hears
   * the cell's end from the kernel itself, sooner than we do. A cell that takes longer is sent again at its end.
   */
  private async _runAndSend(
    cell: IAnswerCell,
    source: string,
    signal: AbortSignal
  ): Promise<CheckReply | null> {
    this._setPhase('running');
    const run = cell.run();
    let hasEnded = false;
    const ended = run.ended.then(raised => {
      hasEnded = true;
      if (!signal.aborted && this._abort?.signal === signal) {
        this._setPhase('checking');
      }
      return raised;
    });
    // Whoever waits for the end hears of a failure; often nobody has to.
    ended.catch(() => undefined);
    const sent = await run.sent;
    const early =
      sent === null || signal.aborted
        ? null
        : await this._send(cell, source, { cell: sent });
    if (early && (hasEnded || !signal.aborted)) {
      return early;
    }
    const raised = await ended;
    return signal.aborted ? null : this._send(cell, source, { raised });
  }

  private async _send(
    cell: IAnswerCell,
    source: string,
    more: Pick<CheckRequest, 'cell' | 'raised'>
  ): Promise<CheckReply | null> {
    const id = UUID.uuid4();
    this._checkId = id;
    return this._client.check({
      id,
      ...this.lesson,
      exercise: this.id,
      kernel: cell.kernelId,
      source,
      deal: cell.deal,
      ...more
    });
  }

  /** The highest hint seen: as the server knows, or, when it could not write that down, as we do. */
  private get _hintsSeen(): number {
    return Math.max(this.progress.hints, this._hintsTold);
  }

  private _wantsAnother(cell: IAnswerCell): boolean {
    return (
      this._again && !this._isDisposed && cell.source !== this._judgedSource
    );
  }

  /** Do something that the server has a part in; a failure becomes the problem, and a notice is kept. */
  private async _ask(task: () => Promise<string | null>): Promise<void> {
    if (this._asking) {
      return;
    }
    this._asking = true;
    this._problem = null;
    try {
      this._notice = await task();
    } catch (reason) {
      this._problem = asProblem(reason);
    } finally {
      this._asking = false;
    }
    this._emit();
  }

  private _write(cell: IAnswerCell, source: string): void {
    const before = cell.source;
    this._afterWrite = source;
    cell.write(source);
    this.noteSource(cell.source);
    this._before = before === source ? null : before;
  }

  private _request(deal: number | null): ExerciseRequest {
    return { ...this.lesson, exercise: this.id, deal };
  }

  private _setPhase(phase: Phase): void {
    if (this._phase !== 'cancelling' || phase === 'idle') {
      this._phase = phase;
      this._emit();
    }
  }

  private _onCourseChanged(): void {
    const progress = this.progress;
    const exercise = this.exercise;
    if (progress !== this._shownProgress || exercise !== this._shownExercise) {
      this._shownProgress = progress;
      this._shownExercise = exercise;
      this._emit();
    }
  }

  private _emit(): void {
    if (!this._isDisposed) {
      this._changed.emit();
    }
  }

  private readonly _client: IClient;
  private readonly _course: ICourse;
  private readonly _turnstile: Turnstile;
  private readonly _changed = new Signal<this, void>(this);
  private readonly _judged = new Signal<this, Verdict>(this);
  private _isDisposed = false;
  private _phase: Phase = 'idle';
  private _abort: AbortController | null = null;
  private _checkId: string | null = null;
  private _again = false;
  private _asking = false;
  private _hintsTold = 0;
  private _source = '';
  private _judgedSource = '';
  private _afterWrite = '';
  private _before: string | null = null;
  private _verdict: Verdict | null = null;
  private _problem: Problem | null = null;
  private _notice: string | null = null;
  private _question: Question | null = null;
  private _drawer: Drawer | null = null;
  private _reply: RevealReply | null = null;
  private _badges: readonly Badge[] = [];
  private _shownProgress: ExerciseProgress | null = null;
  private _shownExercise: Exercise | undefined;
}

export namespace ExerciseModel {
  export interface IOptions {
    lesson: ILessonKey;
    exercise: string;
    client: IClient;
    course: ICourse;
    turnstile: Turnstile;
  }
}

import { Token } from '@lumino/coreutils';
import type { ISignal } from '@lumino/signaling';

import type {
  Badge,
  BadgeSeenRequest,
  CheckReply,
  CheckRequest,
  CleanRoomReadyRequest,
  CleanRoomRequest,
  CleanRoomState,
  Course,
  ErrorRequest,
  ExerciseRequest,
  ExplainReply,
  HintReply,
  JournalReply,
  JournalRequest,
  LessonProgress,
  LessonReply,
  OpenReply,
  OpenRequest,
  Problem,
  ResetReply,
  RevealReply,
  RubricRequest
} from './contracts';

/**
 * Which lesson: the pack's id and the lesson's id.
 */
export interface ILessonKey {
  readonly pack: string;
  readonly lesson: string;
}

/**
 * The one client of the REST API. Every failure is thrown as a `ServerProblem`, which reads as sentences.
 */
export interface IClient {
  course(): Promise<Course>;
  lesson(key: ILessonKey): Promise<LessonReply>;
  open(key: ILessonKey, request: OpenRequest): Promise<OpenReply>;
  /** Have an answer judged; `null` while the cell that the request names goes on. */
  check(request: CheckRequest): Promise<CheckReply | null>;
  cancel(id: string): Promise<void>;
  cleanRoom(request: CleanRoomRequest): Promise<CleanRoomState>;
  cleanRoomReady(request: CleanRoomReadyRequest): Promise<void>;
  cleanRoomState(id: string): Promise<CleanRoomState>;
  cancelCleanRoom(id: string): Promise<void>;
  hint(request: ExerciseRequest): Promise<HintReply>;
  reveal(request: ExerciseRequest): Promise<RevealReply>;
  reset(request: ExerciseRequest): Promise<ResetReply>;
  journal(): Promise<JournalReply>;
  explain(request: JournalRequest): Promise<JournalReply>;
  /** Tick points of the rubric for an entry of the journal. */
  tick(entry: string, request: RubricRequest): Promise<void>;
  badgeSeen(request: BadgeSeenRequest): Promise<void>;
  /** Explain the error that a cell stopped with. */
  explainError(request: ErrorRequest): Promise<ExplainReply>;
}

export const IClient = new Token<IClient>(
  'torchenstein-lab:IClient',
  'The client of the REST API under torchenstein/api.'
);

/**
 * What is known about the course and the learner's way through it; everything else follows its signals.
 */
export interface ICourse {
  /** Emitted after anything below has changed. */
  readonly changed: ISignal<ICourse, void>;

  /** Emitted once for each badge, at the moment it is earned; badges earned together come together. */
  readonly badgesEarned: ISignal<ICourse, readonly Badge[]>;

  readonly state: 'failed' | 'loading' | 'ready';

  /** The course map, `null` until it has arrived for the first time. */
  readonly course: Course | null;

  /** Why the course map could not be read. */
  readonly problem: Problem | null;

  /** Badges that the learner has not been shown yet, and those shown since the page was loaded. */
  readonly news: readonly Badge[];

  /** Ask the server again. Never rejects: a failure becomes `problem`. */
  refresh(): Promise<void>;

  /** A lesson with the learner's progress; asked for once, then kept up to date. */
  lesson(key: ILessonKey): Promise<LessonReply>;

  /** The same, if it has arrived already. */
  peek(key: ILessonKey): LessonReply | null;

  /** Take in what the server said about a lesson after a check, a hint, a reveal or a reset. */
  accept(progress: LessonProgress): void;

  /** Take in badges that were just earned. `shown`: whoever calls shows them to the learner. */
  award(badges: readonly Badge[], shown?: boolean): void;

  /** Remember, here and on the server, that the learner was shown a badge. */
  markSeen(badge: Badge): void;

  /** Forget a badge's news line. */
  dismiss(badge: Badge): void;
}

export const ICourse = new Token<ICourse>(
  'torchenstein-lab:ICourse',
  'The course map, the lessons and the learner’s progress, with signals.'
);

/**
 * Opens lessons, and knows which one the learner is looking at.
 */
export interface ILessons {
  /** Emitted when another lesson (or none) becomes the active document. */
  readonly activeChanged: ISignal<ILessons, ILessonKey | null>;

  readonly active: ILessonKey | null;

  /** Open the learner's copy, ask about a newer version, and go to a cell if one is named. */
  open(key: ILessonKey, cell?: string): Promise<void>;

  /** Scroll the active lesson to a cell, by the id that the lesson gives it. */
  reveal(cell: string): Promise<void>;
}

export const ILessons = new Token<ILessons>(
  'torchenstein-lab:ILessons',
  'Opens lessons and tells which one is in front of the learner.'
);

/**
 * What can be done with the exercise cell in front of the learner.
 */
export interface IExerciseHandle {
  readonly id: string;
  readonly title: string;
  /** Whether the cell may be written to. */
  readonly writable: boolean;
  readonly canDeal: boolean;
  check(): void;
  /** Judge the exercise in a fresh kernel that runs the notebook from the top. */
  checkInCleanRoom(): void;
  cancel(): void;
  hint(): void;
  solution(): void;
  showCheck(): void;
  reset(): void;
  deal(): void;
}

/**
 * The exercise bars of the current notebook.
 */
export interface IExercises {
  /** Emitted when the active exercise, or what can be done with it, may have changed. */
  readonly changed: ISignal<IExercises, void>;

  /** The exercise of the active cell; with an id, the first cell of that exercise. */
  find(exercise?: string): IExerciseHandle | null;

  /** Go to the next (1) or previous (-1) exercise cell, counted from the active cell. */
  go(step: -1 | 1): Promise<void>;
}

export const IExercises = new Token<IExercises>(
  'torchenstein-lab:IExercises',
  'The exercise bars of the current notebook.'
);

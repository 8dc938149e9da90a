import { UUID } from '@lumino/coreutils';

import { asProblem } from '../api/server-problem';
import type {
  CheckReply,
  CleanRoomCell,
  CleanRoomReply,
  CleanRoomState,
  Problem
} from '../contracts';
import type { IClient, ILessonKey } from '../tokens';

const LOOK_MS = 200;

/** What the clean room keeps ready: a fresh kernel after its first use, from the first lesson on, or none. */
export type SpareKernel = 'after-use' | 'always' | 'never';

/**
 * The notebook around an exercise cell, as it stands on the screen.
 */
export interface IWholeNotebook {
  readonly path: string;
  readonly kernel: string | null;
  readonly kernelName: string;
  readonly cells: readonly CleanRoomCell[];
  /** The place of the exercise's cell among them. */
  readonly at: number;
}

/**
 * The clean room of one exercise: asks the server for it, follows how far it is, and keeps what came of it.
 */
export class CleanRoom {
  constructor(options: CleanRoom.IOptions) {
    this._options = options;
  }

  /** How far the clean room is, `null` while none is at work. */
  get state(): CleanRoomState | null {
    return this._state;
  }

  /** Whether the learner has asked to stop, and it has not stopped yet. */
  get isStopping(): boolean {
    return this._isStopping;
  }

  /** What the last one found. */
  get reply(): CleanRoomReply | null {
    return this._reply;
  }

  /** Run the notebook from the top and have the exercise judged. Never rejects. */
  async check(notebook: IWholeNotebook, spare: SpareKernel): Promise<void> {
    if (this._state) {
      return;
    }
    const { client, lesson, exercise, changed, take, fail } = this._options;
    const id = UUID.uuid4();
    this._isStopping = false;
    this._state = starting(id, notebook.cells.length);
    changed();
    try {
      let state = await client.cleanRoom({
        id,
        ...lesson,
        exercise,
        path: notebook.path,
        kernel_name: notebook.kernelName,
        kernel: notebook.kernel,
        cells: notebook.cells,
        at: notebook.at,
        keep_spare: spare !== 'never'
      });
      while (state.phase !== 'done' && state.phase !== 'stopped') {
        this._state = state;
        changed();
        await new Promise(resolve => setTimeout(resolve, LOOK_MS));
        if (this._isDisposed) {
          await client.cancelCleanRoom(id);
          return;
        }
        state = await client.cleanRoomState(id);
      }
      if (state.problem) {
        fail(state.problem);
      }
      if (state.reply) {
        this._reply = state.reply;
        take(state.reply.check, notebook.cells[notebook.at]?.source ?? '');
      }
    } catch (reason) {
      fail(asProblem(reason));
    } finally {
      this._state = null;
      this._isStopping = false;
      changed();
    }
  }

  /** Stop the clean room that is at work. */
  async cancel(): Promise<void> {
    if (!this._state || this._isStopping) {
      return;
    }
    this._isStopping = true;
    this._options.changed();
    try {
      await this._options.client.cancelCleanRoom(this._state.id);
    } catch (reason) {
      this._isStopping = false;
      this._options.fail(asProblem(reason));
    }
  }

  dispose(): void {
    this._isDisposed = true;
  }

  private readonly _options: CleanRoom.IOptions;
  private _state: CleanRoomState | null = null;
  private _isStopping = false;
  private _isDisposed = false;
  private _reply: CleanRoomReply | null = null;
}

export namespace CleanRoom {
  export interface IOptions {
    client: IClient;
    lesson: ILessonKey;
    exercise: string;
    /** Called after anything has changed. */
    changed: () => void;
    /** Called with the verdict, and with the text of the cell that it is about. */
    take: (reply: CheckReply, source: string) => void;
    /** Called when there is no verdict. */
    fail: (problem: Problem) => void;
  }
}

function starting(id: string, cells: number): CleanRoomState {
  return {
    id,
    phase: 'starting',
    cell: 0,
    cells,
    reply: null,
    problem: null
  };
}

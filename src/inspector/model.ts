import type { Kernel } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type {
  InspectReply,
  InspectRequest,
  TensorDetail,
  TensorPage
} from '../contracts';
import { CellWatch } from './cell-watch';
import type { Silence } from './line';
import { KernelLine, NoAnswer } from './line';
import { keyOf } from './rows';

/** Milliseconds between two looks while a cell runs. */
const PULSE = 1000;
/** Milliseconds after which an answer is late. */
const PATIENCE = 3000;
/** So many children of an open row are asked for at first, and more each time. */
const CHILDREN = 50;

export type Sort = NonNullable<InspectRequest['sort']>;
export type Only = NonNullable<InspectRequest['only']>;

/**
 * What stands in the way of a list that is up to date.
 */
export type Condition =
  | Silence
  | 'between-cells'
  | 'dead'
  | 'failed'
  | 'language'
  | 'late'
  | 'no-kernel'
  | 'no-notebook'
  | 'none'
  | 'restarting'
  | 'starting';

/** How the list is sorted, and what of it is shown. */
export interface IChoice {
  readonly sort: Sort;
  readonly only: Only;
  readonly search: string;
}

/** The search for NaN: under way, or what it found. */
export interface IExamination {
  readonly isRunning: boolean;
  readonly looked: number;
  readonly found: number;
}

/**
 * What the *Tensors* panel knows of one kernel. While nobody looks it asks nothing and holds nothing in the kernel.
 */
export class InspectorModel implements IDisposable {
  /** Emitted after anything below has changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get condition(): Condition {
    return this._condition;
  }

  /** The last list, and when it came. */
  get page(): TensorPage | null {
    return this._page;
  }

  get time(): Date | null {
    return this._time;
  }

  /** Whether a cell runs and the list follows it. */
  get isLive(): boolean {
    return this._isRunning && this._condition === 'none';
  }

  get choice(): IChoice {
    return this._choice;
  }

  /** How many children of each open row are asked for, by the row's key. */
  get opened(): ReadonlyMap<string, number> {
    return this._opened;
  }

  /** The key of the row that the learner chose, and what is known about it. */
  get selected(): string | null {
    return this._selected ? keyOf(this._selected) : null;
  }

  get detail(): TensorDetail | 'failed' | 'gone' | 'loading' | null {
    return this._detail;
  }

  get examination(): IExamination | null {
    return this._examination;
  }

  /** What the model needs to know of the notebook in front: its name, and its kernel. */
  get title(): string {
    return this._title;
  }

  follow(title: string, kernel: Kernel.IKernelConnection | null): void {
    const isSame = kernel === this._kernel && title === this._title;
    this._title = title;
    if (kernel !== this._kernel) {
      this._leave();
      this._kernel = kernel;
      this._page = null;
      this._time = null;
      this._opened.clear();
      this._start = 0;
      this._select(null);
      this._join();
    }
    if (!isSame) {
      this._changed.emit();
    }
  }

  /** Begin or stop to look; only a visible panel looks. */
  look(isLooking: boolean): void {
    if (isLooking !== this._isLooking) {
      this._isLooking = isLooking;
      if (isLooking) {
        this._join();
      } else {
        this._leave();
      }
    }
  }

  choose(change: Partial<IChoice>): void {
    this._choice = { ...this._choice, ...change };
    this._start = 0;
    this._changed.emit();
    this._want({});
  }

  /** Show the page that begins with a row. */
  turnTo(start: number): void {
    this._start = Math.max(0, start);
    this._want({});
  }

  refresh(): void {
    this._want({ fresh: true });
  }

  /** Show the insides of a row, more of them, or none. */
  open(path: readonly string[], how: 'close' | 'more' | 'open'): void {
    const key = keyOf(path);
    if (how === 'close') {
      this._opened.delete(key);
      this._page = this._page && {
        ...this._page,
        branches: this._page.branches.filter(one => keyOf(one.path) !== key)
      };
      this._changed.emit();
    } else {
      this._opened.set(key, (this._opened.get(key) ?? 0) + CHILDREN);
      this._want({});
    }
  }

  /** Look closely at a row, or no longer at any. */
  select(path: readonly string[] | null): void {
    this._select(path);
    this._changed.emit();
    void this._askDetail();
  }

  /** Look for NaN and infinity in all listed tensors, or stop to do so. */
  async examine(): Promise<void> {
    if (this._examination?.isRunning) {
      this._examination = null;
      this._changed.emit();
      return;
    }
    let state: IExamination = { isRunning: true, looked: 0, found: 0 };
    let next: number | null = 0;
    this._examination = state;
    this._changed.emit();
    while (next !== null && this._examination === state) {
      const reply: InspectReply | null = await this._ask({
        ask: 'examine',
        start: next
      });
      if (this._examination !== state) {
        return;
      }
      const examined: InspectReply['examined'] = reply?.examined ?? null;
      next = examined?.next ?? null;
      state = examined
        ? {
            isRunning: next !== null,
            looked: state.looked + examined.looked,
            found: state.found + examined.found
          }
        : { ...state, isRunning: false };
      this._examination = state;
      this._changed.emit();
    }
    this._want({});
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      this._leave();
      Signal.clearData(this);
    }
  }

  private _select(path: readonly string[] | null): void {
    this._selected = path;
    this._detail = path ? 'loading' : null;
  }

  /** Begin to look at the kernel in front. */
  private _join(): void {
    const kernel = this._kernel;
    if (!this._isLooking) {
      return;
    }
    if (!kernel) {
      this._say(this._title === '' ? 'no-notebook' : 'no-kernel');
      return;
    }
    this._line = new KernelLine(kernel);
    this._cells = new CellWatch(kernel);
    this._cells.changed.connect(this._onCell, this);
    kernel.statusChanged.connect(this._onStatusChanged, this);
    document.addEventListener('visibilitychange', this._onVisibility);
    this._isRunning = this._cells.isRunning;
    this._wants = { begin: true };
    this._onStatusChanged();
  }

  /** Stop to look, and leave nothing in the kernel. */
  private _leave(): void {
    clearTimeout(this._pulse);
    clearTimeout(this._late);
    document.removeEventListener('visibilitychange', this._onVisibility);
    if (this._cells) {
      this._cells.changed.disconnect(this._onCell, this);
      this._cells.dispose();
      this._cells = null;
    }
    this._kernel?.statusChanged.disconnect(this._onStatusChanged, this);
    this._line?.dispose();
    this._line = null;
    this._wants = null;
    this._examination = null;
    this._isRunning = false;
  }

  private readonly _onVisibility = () => {
    if (!document.hidden) {
      this._want({});
    }
  };

  private _onCell(_sender: CellWatch, isRunning: boolean): void {
    this._isRunning = isRunning;
    this._want(isRunning ? {} : { ended: true });
    if (!isRunning && this._selected) {
      void this._askDetail();
    }
    this._changed.emit();
  }

  private _onStatusChanged(): void {
    const status = this._kernel?.status ?? 'dead';
    if (status === 'restarting' || status === 'autorestarting') {
      this._wants = { begin: true };
      this._examination = null;
      this._say('restarting');
    } else if (status === 'dead' || status === 'terminating') {
      this._say('dead');
    } else if (!isUp(status)) {
      this._say(this._condition === 'restarting' ? 'restarting' : 'starting');
    } else if (this._wants) {
      void this._pump();
    }
  }

  private _want(more: IWants): void {
    if (this._line) {
      this._wants = { ...this._wants, ...more };
      void this._pump();
    }
  }

  /** Ask for the page until nothing more is wanted; one question at a time. */
  private async _pump(): Promise<void> {
    const line = this._line;
    if (!line || this._pumped === line || !this._canAsk()) {
      return;
    }
    this._pumped = line;
    clearTimeout(this._pulse);
    while (this._wants && this._line === line && this._canAsk()) {
      const wants = this._wants;
      this._wants = null;
      this._late = setTimeout(() => {
        this._say('late');
      }, PATIENCE);
      const reply = await this._ask(this._pageRequest(wants));
      clearTimeout(this._late);
      if (this._line !== line) {
        break;
      }
      if (reply?.page) {
        this._take(reply.page);
      } else if (this._condition === 'gone') {
        this._wants = { begin: true };
        break;
      }
    }
    if (this._pumped === line) {
      this._pumped = null;
    }
    const goesOn = this._isRunning && this._condition === 'none';
    if (this._line === line && (goesOn || this._condition === 'gone')) {
      this._pulse = setTimeout(() => {
        if (!document.hidden) {
          this._want({});
        }
      }, PULSE);
    }
  }

  private _pageRequest(wants: IWants): InspectRequest {
    return {
      ...wants,
      ...this._choice,
      ask: 'page',
      start: this._start,
      running: this._isRunning,
      open: [...this._opened].map(([key, count]) => ({
        path: JSON.parse(key) as string[],
        count
      }))
    };
  }

  /** Whether the kernel can answer now; says so when it cannot. */
  private _canAsk(): boolean {
    const kernel = this._kernel;
    if (!kernel || kernel.isDisposed) {
      return false;
    }
    if (!isUp(kernel.status)) {
      return false;
    }
    if (this._isRunning && !kernel.supportsSubshells) {
      this._say('between-cells');
      return false;
    }
    return true;
  }

  /** Ask anything; `null` when no answer came, and the condition then says why. */
  private async _ask(question: InspectRequest): Promise<InspectReply | null> {
    const line = this._line;
    if (!line) {
      return null;
    }
    try {
      const info = await line.kernel.info;
      if (info.language_info.name !== 'python') {
        throw new NoAnswer('foreign');
      }
      const reply = await line.ask(question);
      if (this._line !== line) {
        return null;
      }
      this._say(conditionOf(reply));
      return reply;
    } catch (reason) {
      if (this._line === line && this._condition !== 'restarting') {
        this._say(reason instanceof NoAnswer ? reason.why : 'failed');
      }
      return null;
    }
  }

  private _take(page: TensorPage): void {
    this._page = page;
    this._time = new Date();
    this._start = page.start;
    if (page.uncounted) {
      this._wants = { ...this._wants };
    }
    this._changed.emit();
  }

  private async _askDetail(): Promise<void> {
    const path = this._selected;
    if (!path || !this._line || !this._canAsk()) {
      return;
    }
    const reply = await this._ask({ ask: 'detail', path });
    if (this._selected === path) {
      this._detail =
        reply?.detail ?? (reply?.say === 'gone' ? 'gone' : 'failed');
      this._changed.emit();
    }
  }

  private _say(condition: Condition): void {
    if (condition !== this._condition && !this._isDisposed) {
      this._condition = condition;
      this._changed.emit();
    }
  }

  private _kernel: Kernel.IKernelConnection | null = null;
  private _title = '';
  private _line: KernelLine | null = null;
  private _cells: CellWatch | null = null;
  private _isLooking = false;
  private _isRunning = false;
  private _isDisposed = false;
  private _condition: Condition = 'no-notebook';
  private _page: TensorPage | null = null;
  private _time: Date | null = null;
  private _choice: IChoice = { sort: 'name', only: 'all', search: '' };
  private _start = 0;
  private readonly _opened = new Map<string, number>();
  private _selected: readonly string[] | null = null;
  private _detail: TensorDetail | 'failed' | 'gone' | 'loading' | null = null;
  private _examination: IExamination | null = null;
  private _wants: IWants | null = null;
  private _pumped: KernelLine | null = null;
  private _pulse: ReturnType<typeof setTimeout> | undefined;
  private _late: ReturnType<typeof setTimeout> | undefined;
  private readonly _changed = new Signal<this, void>(this);
}

interface IWants {
  readonly begin?: boolean;
  readonly fresh?: boolean;
  readonly ended?: boolean;
}

function conditionOf({ say }: InspectReply): Condition {
  return say === 'contract' || say === 'failed' ? say : 'none';
}

function isUp(status: Kernel.Status): boolean {
  return status === 'idle' || status === 'busy';
}

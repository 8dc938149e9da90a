import type { IDocumentManager } from '@jupyterlab/docmanager';
import type { INotebookTracker, Notebook } from '@jupyterlab/notebook';
import { NotebookPanel } from '@jupyterlab/notebook';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { OpenReply } from '../contracts';
import { sameLesson } from '../course/map';
import { cellMark, lessonMark } from '../exercise/metadata';
import type { IClient, ICourse, ILessonKey, ILessons } from '../tokens';

/** Milliseconds in which the cells above a place that was gone to find their heights. */
const SETTLING = 2000;
/** A page that never comes to rest is left alone after so many milliseconds. */
const RESTLESS = 10_000;
/** Milliseconds after which a scroll that never says that it is done is looked at all the same. */
const PATIENCE = 400;

/** What the learner wants done with a newer version of a lesson. */
export type UpdateChoice = 'keep' | 'later' | 'merge';

/**
 * Opens lessons through the server and the document manager, and follows the active notebook.
 */
export class Lessons implements ILessons {
  constructor(options: Lessons.IOptions) {
    this._options = options;
    const { tracker } = options;
    if (tracker) {
      tracker.currentChanged.connect(this._onCurrentChanged, this);
      this._onCurrentChanged();
    }
  }

  get activeChanged(): ISignal<this, ILessonKey | null> {
    return this._activeChanged;
  }

  get active(): ILessonKey | null {
    return this._active;
  }

  async open(key: ILessonKey, cell?: string): Promise<void> {
    const { client, course, docManager, folder, warn } = this._options;
    const reply = await client.open(key, { folder: folder(), update: 'ask' });
    void course.refresh();
    if (reply.notice) {
      warn(reply.notice);
    }
    if (reply.status === 'newer') {
      await this._update(key, reply);
    }
    const widget = docManager.openOrReveal(reply.path, 'Notebook');
    // Notebook 7 opens documents in tabs of their own and disposes of what was made here.
    if (
      cell !== undefined &&
      widget instanceof NotebookPanel &&
      !widget.isDisposed
    ) {
      await widget.context.ready;
      await widget.revealed;
      await revealCell(widget, cell);
    }
  }

  async reveal(cell: string): Promise<void> {
    const panel = this._options.tracker?.currentWidget;
    if (panel) {
      await revealCell(panel, cell);
    }
  }

  /** Ask what to do with a newer version, and do it without losing what is not saved yet. */
  private async _update(key: ILessonKey, reply: OpenReply): Promise<void> {
    const { client, docManager, folder, ask, tell } = this._options;
    const choice = await ask();
    if (choice === 'later') {
      return;
    }
    const widget = docManager.findWidget(reply.path, 'Notebook');
    const context = widget && docManager.contextForWidget(widget);
    await context?.ready;
    if (choice === 'merge' && context?.model.dirty) {
      await context.save();
    }
    const done = await client.open(key, { folder: folder(), update: choice });
    if (done.status === 'merged') {
      await context?.revert();
      tell(done);
    }
  }

  private _onCurrentChanged(): void {
    const panel = this._options.tracker?.currentWidget ?? null;
    this._follow(panel);
    void panel?.context.ready.then(() => {
      if (!panel.isDisposed) {
        panel.content.model?.metadataChanged.connect(this._look, this);
        this._look();
      }
    });
  }

  private _follow(panel: NotebookPanel | null): void {
    this._panel?.content.model?.metadataChanged.disconnect(this._look, this);
    this._panel = panel;
    this._look();
  }

  private _look(): void {
    const panel = this._panel;
    const metadata: unknown =
      panel?.isDisposed === false
        ? panel.content.model?.getMetadata('torchenstein')
        : null;
    const active = lessonMark(metadata);
    if (!sameLesson(active, this._active)) {
      this._active = active;
      this._activeChanged.emit(active);
    }
  }

  private readonly _options: Lessons.IOptions;
  private _panel: NotebookPanel | null = null;
  private _active: ILessonKey | null = null;
  private readonly _activeChanged = new Signal<this, ILessonKey | null>(this);
}

export namespace Lessons {
  export interface IOptions {
    client: IClient;
    course: ICourse;
    docManager: IDocumentManager;
    tracker: INotebookTracker | null;
    /** The learner's folder for lessons. */
    folder: () => string;
    /** Ask what to do with a newer version. */
    ask: () => Promise<UpdateChoice>;
    /** Say that a lesson was brought up to date, and where the backup is. */
    tell: (reply: OpenReply) => void;
    /** Say what else the server wants known. */
    warn: (notice: string) => void;
  }
}

/** Make a cell the active one and bring it to the top of the notebook. */
async function revealCell(panel: NotebookPanel, cell: string): Promise<void> {
  const { content } = panel;
  const index = content.widgets.findIndex(
    widget =>
      cellMark(widget.model.getMetadata('torchenstein')).cell === cell ||
      widget.model.id === cell
  );
  if (index !== -1) {
    content.deselectAll();
    content.activeCellIndex = index;
    content.activate();
    await scrollTo(content, index);
    await keepInSight(content, index);
  }
}

async function scrollTo(content: Notebook, index: number): Promise<void> {
  const there = content.scrollToItem(index, 'start').catch(() => {
    // Someone scrolled elsewhere meanwhile, which is their right.
  });
  // JupyterLab leaves its promise open where the list changes while it scrolls.
  const enough = new Promise<void>(resolve => setTimeout(resolve, PATIENCE));
  await Promise.race([there, enough]);
}

/**
 * Follow a cell that pictures and bars move out of sight while they come in above it, until the learner
 * moves themselves.
 */
async function keepInSight(content: Notebook, index: number): Promise<void> {
  const moved = new AbortController();
  const stop = () => {
    moved.abort();
  };
  for (const kind of ['wheel', 'pointerdown', 'keydown', 'touchstart']) {
    content.node.addEventListener(kind, stop, {
      passive: true,
      signal: moved.signal
    });
  }
  const last = performance.now() + RESTLESS;
  let until = performance.now() + SETTLING;
  while (performance.now() < until && !moved.signal.aborted) {
    await new Promise(requestAnimationFrame);
    const cell = content.isDisposed ? undefined : content.widgets[index];
    if (!cell) {
      break;
    }
    if (!isInSight(cell.node, content.node)) {
      await scrollTo(content, index);
      until = Math.min(last, performance.now() + SETTLING);
    }
  }
  moved.abort();
}

/** Whether the top of a cell is in sight: its heading stands there, and a glimpse of its end is not enough. */
function isInSight(node: HTMLElement, within: HTMLElement): boolean {
  const { top } = node.getBoundingClientRect();
  const outer = within.getBoundingClientRect();
  // Positions are fractions of pixels, and a scroll may end a pixel short.
  return top >= outer.top - 1 && top < outer.bottom;
}

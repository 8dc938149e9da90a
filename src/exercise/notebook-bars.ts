import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { Cell, CodeCell, ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import { ArrayExt } from '@lumino/algorithm';
import type { CommandRegistry } from '@lumino/commands';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { ILessonKey } from '../tokens';
import { FollowedCells } from '../ui/followed-cells';
import { isCodeCell, putIntoCell, takeFromCell } from '../ui/part-of-cell';
import type { ExerciseBar } from './bar';
import type { BarSettings } from './bar-settings';
import { cellMark, lessonMark } from './metadata';
import type { ModelShelf } from './model-shelf';
import { NotebookCell } from './notebook-cell';
import { ExerciseSite } from './site';

/**
 * Keeps an exercise bar under each exercise cell of one view of a notebook, whatever happens to the cells.
 */
export class NotebookBars implements IDisposable {
  constructor(options: NotebookBars.IOptions) {
    this._options = options;
    const { panel } = options;
    this._followed = new FollowedCells(
      panel,
      () => {
        this._sync();
      },
      () => {
        this._changed.emit();
      }
    );
    panel.disposed.connect(this.dispose, this);
    this._sync();
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** The sites of this view, in the order of the notebook. */
  get sites(): readonly ExerciseSite[] {
    return this._followed.cells
      .map(cell => this._sites.get(cell))
      .filter(site => site !== undefined);
  }

  /** The exercise of the active cell; with an id, the first cell of that exercise. */
  find(exercise?: string): ExerciseSite | null {
    const active = this._options.panel.content.activeCell;
    const site = active ? this._sites.get(active) : undefined;
    if (exercise === undefined || site?.id === exercise) {
      return site ?? null;
    }
    return this.sites.find(one => one.id === exercise) ?? null;
  }

  /** Go to the next or previous exercise cell. */
  async go(step: -1 | 1): Promise<void> {
    const { content } = this._options.panel;
    const from = content.activeCellIndex;
    const places = this._followed.cells
      .map((cell, index) => (this._sites.has(cell) ? index : -1))
      .filter(index => index !== -1);
    const to =
      step === 1
        ? places.find(index => index > from)
        : ArrayExt.findLastValue(places, index => index < from);
    if (to !== undefined) {
      content.activeCellIndex = to;
      content.deselectAll();
      content.activate();
      await content.scrollToItem(to, 'smart').catch(() => {
        // Someone scrolled elsewhere meanwhile, which is their right.
      });
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._followed.dispose();
    Signal.clearData(this);
    for (const cell of [...this._sites.keys()]) {
      this._remove(cell);
    }
  }

  /** Compare the cells with the bars: take away what is gone, add what is new. */
  private _sync(): void {
    if (this._isDisposed) {
      return;
    }
    const lesson = lessonMark(
      this._followed.model?.getMetadata('torchenstein')
    );
    const cells = new Set(this._followed.cells);
    for (const cell of this._sites.keys()) {
      if (!cells.has(cell)) {
        this._remove(cell);
      }
    }
    for (const cell of cells) {
      this._watch(cell.model);
      const { exercise } = cellMark(cell.model.getMetadata('torchenstein'));
      const wanted =
        lesson !== null && exercise !== null && isCodeCell(cell)
          ? { lesson, exercise, cell }
          : null;
      const site = this._sites.get(cell);
      if (site && !isFor(site, wanted)) {
        this._remove(cell);
      }
      if (wanted && !this._sites.has(cell)) {
        this._add(wanted.cell, wanted.lesson, wanted.exercise);
      }
    }
    this._changed.emit();
  }

  private _watch(model: ICellModel): void {
    if (!this._watched.has(model)) {
      this._watched.add(model);
      model.metadataChanged.connect(this._sync, this);
    }
  }

  private _add(cell: CodeCell, lesson: ILessonKey, exercise: string): void {
    const { panel, shelf, dialogs, settings, translator } = this._options;
    const model = shelf.take(panel.context, cell.model.id, lesson, exercise);
    const site = new ExerciseSite(
      model,
      new NotebookCell({ panel, cell, dialogs, translator }),
      settings
    );
    this._sites.set(cell, site);
    void this._place(cell, site);
  }

  /** Join a bar to its cell, once the cell is drawn (in some windowing modes that is when it comes near). */
  private async _place(cell: CodeCell, site: ExerciseSite): Promise<void> {
    const [{ ExerciseBar: Bar }] = await Promise.all([
      import('./bar'),
      cell.ready
    ]);
    if (this._isDisposed || cell.isDisposed || this._sites.get(cell) !== site) {
      return;
    }
    const bar = new Bar({ ...this._options, site, cell });
    this._bars.set(cell, bar);
    putIntoCell(cell, bar, 'above');
  }

  private _remove(cell: Cell): void {
    this._sites.delete(cell);
    const bar = this._bars.get(cell);
    this._bars.delete(cell);
    takeFromCell(cell, bar);
  }

  private readonly _options: NotebookBars.IOptions;
  private readonly _followed: FollowedCells;
  private _isDisposed = false;
  private readonly _sites = new Map<Cell, ExerciseSite>();
  private readonly _bars = new Map<Cell, ExerciseBar>();
  private readonly _watched = new WeakSet<ICellModel>();
  private readonly _changed = new Signal<this, void>(this);
}

export namespace NotebookBars {
  export interface IOptions {
    panel: NotebookPanel;
    shelf: ModelShelf;
    settings: BarSettings;
    commands: CommandRegistry;
    dialogs: ISessionContextDialogs | null;
    translator: ITranslator;
  }
}

function isFor(
  site: ExerciseSite,
  wanted: { lesson: ILessonKey; exercise: string } | null
): boolean {
  return (
    site.model.id === wanted?.exercise &&
    site.model.lesson.pack === wanted.lesson.pack &&
    site.model.lesson.lesson === wanted.lesson.lesson
  );
}

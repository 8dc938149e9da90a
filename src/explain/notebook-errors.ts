import type { Cell, CodeCell, ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { lessonMark } from '../exercise/metadata';
import type { IClient } from '../tokens';
import { FollowedCells } from '../ui/followed-cells';
import { isCodeCell, putIntoCell, takeFromCell } from '../ui/part-of-cell';
import type { ErrorExplainer } from './explainer';
import { failureIn, isSame } from './failure';
import { ErrorModel } from './model';
import type { Offer } from './offer';

/**
 * Keeps an offer to explain under each cell of one view of a notebook that stopped with an error.
 *
 * It goes when the cell is run again or its output is cleared; nothing of it is saved.
 */
export class NotebookErrors implements IDisposable {
  constructor(options: NotebookErrors.IOptions) {
    this._options = options;
    const { panel, offer } = options;
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
    offer.changed.connect(this._sync, this);
    this._sync();
  }

  /** Emitted when the active cell, or whether it can be explained, may have changed. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whether the active cell stopped with an error that can be asked about. */
  get canExplain(): boolean {
    const { activeCell } = this._options.panel.content;
    return activeCell !== null && this._models.has(activeCell);
  }

  /** Explain the error of the active cell, or close its explanation. */
  toggle(): void {
    const { activeCell } = this._options.panel.content;
    if (activeCell && isCodeCell(activeCell)) {
      void this._toggle(activeCell);
    }
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._followed.dispose();
    Signal.clearData(this);
    for (const cell of [...this._models.keys()]) {
      this._remove(cell);
    }
  }

  /** Compare the cells' outputs with the offers: take away what is gone, add what is new. */
  private _sync(): void {
    if (this._isDisposed) {
      return;
    }
    const cells = new Set(this._followed.cells);
    for (const cell of this._models.keys()) {
      if (!cells.has(cell)) {
        this._remove(cell);
      }
    }
    for (const cell of cells) {
      if (isCodeCell(cell)) {
        this._watch(cell);
        this._look(cell);
      }
    }
    this._changed.emit();
  }

  private _watch(cell: CodeCell): void {
    if (!this._watched.has(cell)) {
      this._watched.add(cell);
      const look = () => {
        if (!this._isDisposed && !cell.isDisposed) {
          this._look(cell);
          this._changed.emit();
        }
      };
      cell.model.outputs.changed.connect(look, this);
    }
  }

  private _look(cell: CodeCell): void {
    const failure = this._isOffered() ? failureIn(cell.model.outputs) : null;
    const before = this._models.get(cell);
    if (isSame(before?.failure ?? null, failure)) {
      return;
    }
    if (before) {
      // Its outputs are gone, in every view of the notebook.
      before.dispose();
      this._remove(cell);
    }
    if (failure) {
      const { client, shelf } = this._options;
      let model = shelf.get(cell.model);
      if (!model || model.isDisposed || !isSame(model.failure, failure)) {
        model = new ErrorModel({ client, failure });
        shelf.set(cell.model, model);
      }
      this._models.set(cell, model);
      void this._place(cell, model);
    } else {
      this._options.shelf.delete(cell.model);
    }
  }

  /** Whether errors of this notebook are to be explained: the learner's wish, and Python alone. */
  private _isOffered(): boolean {
    const language = this._followed.model?.defaultKernelLanguage ?? '';
    const lesson = lessonMark(
      this._followed.model?.getMetadata('torchenstein')
    );
    return (
      (language === '' || language === 'python') &&
      this._options.offer.holds(lesson !== null)
    );
  }

  /** Join the offer to its cell, once the cell is drawn (in some windowing modes when it comes near). */
  private async _place(cell: CodeCell, model: ErrorModel): Promise<void> {
    const [{ ErrorExplainer: Explainer }] = await Promise.all([
      import('./explainer'),
      cell.ready
    ]);
    if (
      this._isDisposed ||
      cell.isDisposed ||
      this._models.get(cell) !== model
    ) {
      return;
    }
    const explainer = new Explainer({
      model,
      toggle: () => {
        void this._toggle(cell);
      },
      translator: this._options.translator
    });
    this._explainers.set(cell, explainer);
    putIntoCell(cell, explainer, 'below');
  }

  private async _toggle(cell: CodeCell): Promise<void> {
    const { kernel } = this._options.panel.sessionContext.session ?? {};
    const model = this._models.get(cell);
    await model?.toggle(kernel?.id ?? null, cell.model.executionCount);
    if (model?.isOpen) {
      // After React has drawn it.
      requestAnimationFrame(() => {
        this._explainers.get(cell)?.node.scrollIntoView({ block: 'nearest' });
      });
    }
  }

  private _remove(cell: Cell): void {
    this._models.delete(cell);
    const explainer = this._explainers.get(cell);
    this._explainers.delete(cell);
    takeFromCell(cell, explainer);
  }

  private readonly _options: NotebookErrors.IOptions;
  private readonly _followed: FollowedCells;
  private _isDisposed = false;
  private readonly _models = new Map<Cell, ErrorModel>();
  private readonly _explainers = new Map<Cell, ErrorExplainer>();
  private readonly _watched = new WeakSet<Cell>();
  private readonly _changed = new Signal<this, void>(this);
}

export namespace NotebookErrors {
  export interface IOptions {
    panel: NotebookPanel;
    client: IClient;
    offer: Offer;
    /** Errors by the cell's model, which two views of one notebook share. */
    shelf: WeakMap<ICellModel, ErrorModel>;
    translator: ITranslator;
  }
}

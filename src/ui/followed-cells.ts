import type { Cell } from '@jupyterlab/cells';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

/**
 * The cells of one view of a notebook. `sync` is called when cells come and go, when the notebook's metadata change,
 * and when the view gets another model; `moved` when another cell becomes the active one.
 */
export class FollowedCells implements IDisposable {
  constructor(
    private readonly _panel: NotebookPanel,
    private readonly _sync: () => void,
    moved: () => void
  ) {
    const { content } = _panel;
    content.modelChanged.connect(this._onModelChanged, this);
    content.activeCellChanged.connect(moved, this);
    this._follow();
  }

  get model(): INotebookModel | null {
    return this._model;
  }

  /** The cells as they stand; none when the view is gone. */
  get cells(): readonly Cell[] {
    const { content } = this._panel;
    return content.isDisposed ? [] : content.widgets;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onModelChanged(): void {
    this._follow();
    this._sync();
  }

  private _follow(): void {
    const { model } = this._panel.content;
    if (this._model) {
      this._model.cells.changed.disconnect(this._sync, this);
      this._model.metadataChanged.disconnect(this._sync, this);
    }
    this._model = model;
    if (model) {
      model.cells.changed.connect(this._sync, this);
      model.metadataChanged.connect(this._sync, this);
    }
  }

  private _isDisposed = false;
  private _model: INotebookModel | null = null;
}

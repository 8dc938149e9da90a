import type { ISessionContext } from '@jupyterlab/apputils';
import { PathExt } from '@jupyterlab/coreutils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { InspectorModel } from './model';

/**
 * Keeps a model with the kernel of the notebook in front.
 */
export class FrontNotebook implements IDisposable {
  constructor(tracker: INotebookTracker, model: InspectorModel) {
    this._tracker = tracker;
    this._model = model;
    tracker.currentChanged.connect(this._onCurrentChanged, this);
    this._onCurrentChanged();
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  private _onCurrentChanged(): void {
    const panel = this._tracker.currentWidget;
    if (this._panel && !this._panel.isDisposed) {
      this._panel.sessionContext.kernelChanged.disconnect(this._tell, this);
      this._panel.context.pathChanged.disconnect(this._tell, this);
    }
    this._panel = panel;
    panel?.sessionContext.kernelChanged.connect(this._tell, this);
    panel?.context.pathChanged.connect(this._tell, this);
    this._tell();
  }

  private _tell(): void {
    const panel = this._panel;
    const context: ISessionContext | undefined = panel?.isDisposed
      ? undefined
      : panel?.sessionContext;
    this._model.follow(
      context ? PathExt.basename(context.path) || context.name : '',
      context?.session?.kernel ?? null
    );
  }

  private readonly _tracker: INotebookTracker;
  private readonly _model: InspectorModel;
  private _panel: NotebookPanel | null = null;
  private _isDisposed = false;
}

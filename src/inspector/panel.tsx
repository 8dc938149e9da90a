import type { INotebookTracker } from '@jupyterlab/notebook';
import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { FrontNotebook } from './front-notebook';
import { InspectorModel } from './model';
import { PanelView } from './panel-view';

/**
 * What stands in the right sidebar once it has been opened. It looks at the kernel only while it is visible.
 */
export class TensorsPanel extends ReactWidget {
  constructor(options: TensorsPanel.IOptions) {
    super();
    this._options = options;
    this._model = new InspectorModel();
    this._notebook = new FrontNotebook(options.tracker, this._model);
    this.addClass('jp-TorchensteinTensors');
    this.node.tabIndex = -1;
  }

  override dispose(): void {
    if (!this.isDisposed) {
      this._notebook.dispose();
      this._model.dispose();
      super.dispose();
    }
  }

  protected override render() {
    const { rendermime, trans } = this._options;
    return (
      <PanelView model={this._model} rendermime={rendermime} trans={trans} />
    );
  }

  /** Give the focus to the list, or to the first thing that takes it. */
  protected override onActivateRequest(): void {
    const target = this.node.querySelector<HTMLElement>(
      '[role="treeitem"][tabindex="0"], input'
    );
    (target ?? this.node).focus();
  }

  protected override onAfterAttach(message: Message): void {
    super.onAfterAttach(message);
    this._model.look(this.isVisible);
  }

  protected override onAfterShow(message: Message): void {
    super.onAfterShow(message);
    this._model.look(this.isVisible);
  }

  protected override onAfterHide(message: Message): void {
    super.onAfterHide(message);
    this._model.look(false);
  }

  protected override onBeforeDetach(message: Message): void {
    this._model.look(false);
    super.onBeforeDetach(message);
  }

  private readonly _options: TensorsPanel.IOptions;
  private readonly _model: InspectorModel;
  private readonly _notebook: FrontNotebook;
}

export namespace TensorsPanel {
  export interface IOptions {
    tracker: INotebookTracker;
    rendermime: IRenderMimeRegistry;
    trans: TranslationBundle;
  }
}

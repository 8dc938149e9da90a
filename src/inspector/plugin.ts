import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Panel } from '@lumino/widgets';

import { tensorsIcon } from './icon';

const PANEL_ID = 'torchenstein-tensors';
const COMMAND = 'torchenstein:open-tensors';

export const inspectorPlugin: JupyterFrontEndPlugin<void> = {
  id: 'torchenstein-lab:inspector',
  description: 'Puts the kernel’s tensors into the right sidebar.',
  autoStart: true,
  requires: [INotebookTracker, IRenderMimeRegistry],
  optional: [ITranslator, ILayoutRestorer, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    tracker: INotebookTracker,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    const shell = new LazyPanel(async () => {
      const { TensorsPanel } = await import('./panel');
      shell.addWidget(new TensorsPanel({ tracker, rendermime, trans }));
    });
    shell.id = PANEL_ID;
    shell.addClass('jp-TorchensteinSidebar');
    shell.title.icon = tensorsIcon;
    shell.title.caption = trans.__('Tensors');
    shell.node.setAttribute('role', 'region');
    shell.node.setAttribute('aria-label', trans.__('Tensors'));
    app.shell.add(shell, 'right', { rank: 150, type: 'Tensors' });
    restorer?.add(shell, PANEL_ID);

    app.commands.addCommand(COMMAND, {
      label: trans.__('Open Tensors'),
      caption: trans.__('Show the kernel’s tensors in the sidebar'),
      icon: tensorsIcon,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => {
        app.shell.activateById(PANEL_ID);
      }
    });
    palette?.addItem({ command: COMMAND, category: trans.__('Lab Course') });
  }
};

/**
 * A panel that fetches its content when it is first shown, and gives it the focus when it is called for.
 */
class LazyPanel extends Panel {
  constructor(fill: () => Promise<void>) {
    super();
    this._fill = fill;
  }

  protected override onBeforeShow(): void {
    const fill = this._fill;
    this._fill = null;
    fill?.().then(
      () => {
        if (this._wasCalled) {
          this._focus();
        }
      },
      (reason: unknown) => {
        this._fill = fill;
        console.error('The tensors panel could not be loaded.', reason);
      }
    );
  }

  protected override onActivateRequest(): void {
    this._wasCalled = true;
    this._focus();
  }

  private _focus(): void {
    this.widgets[0]?.activate();
  }

  private _fill: (() => Promise<void>) | null;
  private _wasCalled = false;
}

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { SidebarPanel } from '../ui/sidebar-panel';
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
    const shell = new SidebarPanel({
      id: PANEL_ID,
      icon: tensorsIcon,
      label: trans.__('Tensors'),
      fill: async () => {
        const { TensorsPanel } = await import('./panel');
        shell.addWidget(new TensorsPanel({ tracker, rendermime, trans }));
      }
    });
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

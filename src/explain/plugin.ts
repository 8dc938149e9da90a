import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import type { ICellModel } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IClient } from '../tokens';
import type { ErrorModel } from './model';
import type { NotebookErrors } from './notebook-errors';
import { Offer } from './offer';

const PLUGIN_ID = 'torchenstein-lab:explain';
const COMMAND = 'torchenstein:explain-error';

export const explainPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Offers to explain the error that a cell stopped with.',
  autoStart: true,
  requires: [IClient, INotebookTracker],
  optional: [ITranslator, ISettingRegistry, ICommandPalette],
  activate: (
    app: JupyterFrontEnd,
    client: IClient,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    registry: ISettingRegistry | null,
    palette: ICommandPalette | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    const offer = new Offer();
    const shelf = new WeakMap<ICellModel, ErrorModel>();
    const errors = new Map<NotebookPanel, NotebookErrors>();
    const current = () =>
      tracker.currentWidget ? errors.get(tracker.currentWidget) : undefined;
    const notify = () => {
      app.commands.notifyCommandChanged(COMMAND);
    };

    app.commands.addCommand(COMMAND, {
      label: trans.__('Explain Error'),
      caption: trans.__('Explain the error that the active cell stopped with'),
      describedBy: { args: { type: 'object', properties: {} } },
      isEnabled: () => current()?.canExplain ?? false,
      execute: () => {
        current()?.toggle();
      }
    });
    palette?.addItem({ command: COMMAND, category: trans.__('Lab Course') });

    const add = async (panel: NotebookPanel) => {
      const { NotebookErrors: Errors } = await import('./notebook-errors');
      if (panel.isDisposed) {
        return;
      }
      const added = new Errors({
        panel,
        client,
        offer,
        shelf,
        translator: translator ?? nullTranslator
      });
      errors.set(panel, added);
      added.changed.connect(notify);
      panel.disposed.connect(() => errors.delete(panel));
      notify();
    };
    tracker.forEach(panel => void add(panel));
    tracker.widgetAdded.connect((_, panel) => void add(panel));
    tracker.currentChanged.connect(notify);

    registry
      ?.load(PLUGIN_ID)
      .then(settings => {
        offer.follow(settings);
      })
      .catch((reason: unknown) => {
        console.warn('The setting about errors was not read.', reason);
      });
  }
};

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { DocumentRegistry } from '@jupyterlab/docregistry';
import type { INotebookModel, NotebookPanel } from '@jupyterlab/notebook';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import { ITranslator } from '@jupyterlab/translation';
import type { IDisposable } from '@lumino/disposable';

import { KernelLink } from './kernel-link';
import { MIME } from './picture-model';

/** Before HTML (50), after ipywidgets (-10): the bundle's richest form that we know. */
const RANK = 0;

export const widgetsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'torchenstein-lab:widgets',
  description: 'Lets pictures of tensors answer to the pointer and the keys.',
  autoStart: true,
  requires: [IRenderMimeRegistry],
  optional: [ITranslator],
  activate: async (
    app: JupyterFrontEnd,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null
  ): Promise<void> => {
    // Before the first notebook opens: a renderer has to be there at once.
    const { WidgetRenderer } = await import('./renderer');
    const factory = (
      link: KernelLink | null
    ): IRenderMime.IRendererFactory => ({
      // Only notebooks that the learner trusts: all others show the plain picture, cleaned by JupyterLab.
      safe: false,
      mimeTypes: [MIME],
      createRenderer: options =>
        new WidgetRenderer({ options, link, translator })
    });
    rendermime.addFactory(factory(null), RANK);
    app.docRegistry.addWidgetExtension('Notebook', {
      // A notebook's own renderer knows the notebook's kernel.
      createNew: (
        panel: NotebookPanel,
        context: DocumentRegistry.IContext<INotebookModel>
      ): IDisposable => {
        const link = new KernelLink(
          () => context.sessionContext.session?.kernel ?? null
        );
        panel.content.rendermime.addFactory(factory(link), RANK);
        return link;
      }
    });
  }
};

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { Notification } from '@jupyterlab/apputils';
import { IDocumentManager } from '@jupyterlab/docmanager';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IClient, ICourse, ILessons } from '../tokens';
import { ignoreKernelFacts } from './kernel-facts';
import { Lessons } from './model';
import { askAboutUpdate } from './update-dialog';

const PLUGIN_ID = 'torchenstein-lab:lessons';
const FOLDER = 'torchenstein';

export const lessonsPlugin: JupyterFrontEndPlugin<ILessons> = {
  id: PLUGIN_ID,
  description: 'Opens lessons and keeps the learner’s copies up to date.',
  autoStart: true,
  requires: [IClient, ICourse, IDocumentManager],
  optional: [INotebookTracker, ITranslator, ISettingRegistry],
  provides: ILessons,
  activate: (
    _app: JupyterFrontEnd,
    client: IClient,
    course: ICourse,
    docManager: IDocumentManager,
    tracker: INotebookTracker | null,
    translator: ITranslator | null,
    registry: ISettingRegistry | null
  ): ILessons => {
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    let settings: ISettingRegistry.ISettings | null = null;
    registry
      ?.load(PLUGIN_ID)
      .then(loaded => {
        settings = loaded;
      })
      .catch((reason: unknown) => {
        console.warn('The settings for lessons were not read.', reason);
      });
    tracker?.forEach(panel => void ignoreKernelFacts(panel));
    tracker?.widgetAdded.connect((_, panel) => void ignoreKernelFacts(panel));
    return new Lessons({
      client,
      course,
      docManager,
      tracker,
      folder: () => {
        const folder = settings?.get('folder').composite;
        return typeof folder === 'string' ? folder : FOLDER;
      },
      ask: () => askAboutUpdate(trans),
      warn: notice => {
        Notification.info(notice, { autoClose: 10_000 });
      },
      tell: reply => {
        Notification.success(
          reply.backup
            ? trans.__(
                'The lesson is up to date. Your earlier copy is kept as “%1”.',
                reply.backup
              )
            : trans.__('The lesson is up to date.'),
          { autoClose: false }
        );
      }
    });
  }
};

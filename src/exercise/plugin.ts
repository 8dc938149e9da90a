import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ISessionContextDialogs } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IClient, ICourse, IExercises } from '../tokens';
import { BarSettings } from './bar-settings';
import { Exercises } from './exercises';

const PLUGIN_ID = 'torchenstein-lab:exercise';

export const exercisePlugin: JupyterFrontEndPlugin<IExercises> = {
  id: PLUGIN_ID,
  description:
    'Puts a bar with checks, hints and solutions under exercise cells.',
  autoStart: true,
  requires: [IClient, ICourse, INotebookTracker],
  optional: [ITranslator, ISettingRegistry, ISessionContextDialogs],
  provides: IExercises,
  activate: (
    app: JupyterFrontEnd,
    client: IClient,
    course: ICourse,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    registry: ISettingRegistry | null,
    dialogs: ISessionContextDialogs | null
  ): IExercises => {
    const settings = new BarSettings();
    registry
      ?.load(PLUGIN_ID)
      .then(loaded => {
        settings.follow(loaded);
      })
      .catch((reason: unknown) => {
        console.warn(
          'The settings of the exercise bars were not read.',
          reason
        );
      });
    return new Exercises({
      client,
      course,
      tracker,
      settings,
      commands: app.commands,
      dialogs,
      translator: translator ?? nullTranslator
    });
  }
};

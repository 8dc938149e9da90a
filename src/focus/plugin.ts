import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILabShell } from '@jupyterlab/application';
import { ICommandPalette } from '@jupyterlab/apputils';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { ILessons } from '../tokens';
import { KEPT } from './kept';
import type { FocusMode } from './mode';

const PLUGIN_ID = 'torchenstein-lab:focus';
const TOGGLE = 'torchenstein:toggle-focus';
const MINUTES = 25;

export const focusPlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Gives the page to one lesson, for a stretch of deep work.',
  autoStart: true,
  requires: [ILabShell, ILessons, INotebookTracker],
  optional: [ITranslator, ICommandPalette, ISettingRegistry, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    shell: ILabShell,
    lessons: ILessons,
    tracker: INotebookTracker,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    registry: ISettingRegistry | null,
    state: IStateDB | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    let settings: ISettingRegistry.ISettings | null = null;
    registry
      ?.load(PLUGIN_ID)
      .then(loaded => {
        settings = loaded;
      })
      .catch((reason: unknown) => {
        console.warn('The settings of the focus mode were not read.', reason);
      });
    const changed = () => {
      app.commands.notifyCommandChanged(TOGGLE);
    };
    let mode: FocusMode | null = null;
    const load = async () => {
      const { FocusMode } = await import('./mode');
      return (mode ??= new FocusMode({ shell, state, trans, changed }));
    };
    app.commands.addCommand(TOGGLE, {
      label: trans.__('Focus on the Lesson'),
      caption: trans.__(
        'Put everything but the lesson away, and count the minutes'
      ),
      describedBy: { args: { type: 'object', properties: {} } },
      isToggled: () => mode?.isOn ?? false,
      isEnabled: () => lessons.active !== null || (mode?.isOn ?? false),
      execute: async () => {
        const loaded = await load();
        const panel = tracker.currentWidget;
        if (loaded.isOn) {
          loaded.leave();
        } else if (panel && lessons.active) {
          const minutes = settings?.get('minutes').composite;
          loaded.enter(panel, typeof minutes === 'number' ? minutes : MINUTES);
        }
      }
    });
    lessons.activeChanged.connect(changed);
    palette?.addItem({ command: TOGGLE, category: trans.__('Lab Course') });
    void app.restored
      .then(async () => state?.fetch(KEPT))
      .then(async kept => {
        if (kept !== undefined) {
          await (await load()).recover();
        }
      });
  }
};

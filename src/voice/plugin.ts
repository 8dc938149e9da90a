import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import type { Cell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { INotebookTracker } from '@jupyterlab/notebook';
import { ISettingRegistry } from '@jupyterlab/settingregistry';

import { cellMark } from '../exercise/metadata';

const PLUGIN_ID = 'torchenstein-lab:voice';
const HIDE_FULL = 'jp-mod-torchensteinVoiceMild';
const HIDE_ALL = 'jp-mod-torchensteinVoiceOff';

export const voicePlugin: JupyterFrontEndPlugin<void> = {
  id: PLUGIN_ID,
  description: 'Shows or hides what the professor says in lessons.',
  autoStart: true,
  requires: [INotebookTracker],
  optional: [ISettingRegistry],
  activate: (
    _app: JupyterFrontEnd,
    tracker: INotebookTracker,
    registry: ISettingRegistry | null
  ): void => {
    let voice: unknown = 'full';
    const apply = (panel: NotebookPanel) => {
      panel.content.toggleClass(HIDE_FULL, voice === 'mild');
      panel.content.toggleClass(HIDE_ALL, voice === 'off');
    };
    const add = (panel: NotebookPanel) => {
      apply(panel);
      const mark = () => {
        panel.content.widgets.forEach(markCell);
      };
      panel.content.modelContentChanged.connect(mark);
      void panel.context.ready.then(mark);
    };
    tracker.forEach(add);
    tracker.widgetAdded.connect((_, panel) => {
      add(panel);
    });
    registry
      ?.load(PLUGIN_ID)
      .then(settings => {
        const read = () => {
          voice = settings.get('voice').composite;
          tracker.forEach(apply);
        };
        settings.changed.connect(read);
        read();
      })
      .catch((reason: unknown) => {
        console.warn(
          'The setting of the professor’s voice was not read.',
          reason
        );
      });
  }
};

/** Give a cell the class that the setting can hide. */
function markCell(cell: Cell): void {
  const { voice } = cellMark(cell.model.getMetadata('torchenstein'));
  cell.toggleClass('jp-TorchensteinVoice', voice !== null);
  cell.toggleClass('jp-mod-full', voice === 'full');
}

import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ILayoutRestorer } from '@jupyterlab/application';
import { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { IStateDB } from '@jupyterlab/statedb';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IClient, ICourse, ILessons } from '../tokens';
import { professorIcon } from '../ui/icons';
import { SidebarPanel } from '../ui/sidebar-panel';
import { isSection, PanelModel } from './panel-model';

const PANEL_ID = 'torchenstein-course';

export const panelPlugin: JupyterFrontEndPlugin<void> = {
  id: 'torchenstein-lab:panel',
  description: 'Puts the course into the left sidebar.',
  autoStart: true,
  requires: [IClient, ICourse, ILessons, IRenderMimeRegistry],
  optional: [ITranslator, ILayoutRestorer, IStateDB],
  activate: (
    app: JupyterFrontEnd,
    client: IClient,
    course: ICourse,
    lessons: ILessons,
    rendermime: IRenderMimeRegistry,
    translator: ITranslator | null,
    restorer: ILayoutRestorer | null,
    drafts: IStateDB | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    const panel = new PanelModel();
    const fill = async () => {
      const { CoursePanel } = await import('./panel');
      shell.addWidget(
        new CoursePanel({
          client,
          course,
          lessons,
          panel,
          rendermime,
          drafts,
          trans
        })
      );
    };
    const shell = new SidebarPanel({
      id: PANEL_ID,
      icon: professorIcon,
      label: trans.__('Course'),
      fill
    });
    app.shell.add(shell, 'left', { rank: 150, type: 'Course' });
    restorer?.add(shell, PANEL_ID);

    app.commands.addCommand('torchenstein:open-course', {
      label: args =>
        args.section === 'badges'
          ? trans.__('Open Badges and Journal')
          : args.section === 'lesson'
            ? trans.__('Open Lesson Outline')
            : trans.__('Open Course'),
      caption: trans.__('Show the course in the sidebar'),
      icon: professorIcon,
      describedBy: {
        args: {
          type: 'object',
          properties: {
            section: {
              type: 'string',
              enum: ['course', 'lesson', 'badges'],
              description: trans.__('The section of the panel to show')
            }
          }
        }
      },
      execute: args => {
        const section = args.section;
        if (isSection(section)) {
          panel.section = section;
        }
        app.shell.activateById(PANEL_ID);
      }
    });
  }
};

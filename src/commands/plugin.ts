import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ICommandPalette, showErrorMessage } from '@jupyterlab/apputils';
import { ILauncher } from '@jupyterlab/launcher';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { ICourse, IExercises, ILessons } from '../tokens';
import { addExerciseCommands } from './exercise-commands';
// The launcher, the palette and the menu ask for labels at once.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { addLessonCommands } from './lesson-commands';

export const commandsPlugin: JupyterFrontEndPlugin<void> = {
  id: 'torchenstein-lab:commands',
  description:
    'Adds the Lab Course menu, commands, shortcuts and launcher card.',
  autoStart: true,
  requires: [ICourse, ILessons],
  optional: [IExercises, ITranslator, ICommandPalette, ILauncher],
  activate: (
    app: JupyterFrontEnd,
    course: ICourse,
    lessons: ILessons,
    exercises: IExercises | null,
    translator: ITranslator | null,
    palette: ICommandPalette | null,
    launcher: ILauncher | null
  ): void => {
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    const category = trans.__('Lab Course');
    const { commands } = app;
    const shown = addLessonCommands({
      commands,
      course,
      lessons,
      trans,
      fail: problem => {
        void showErrorMessage(trans.__('The lesson was not opened'), {
          message: [problem.message, problem.remedy].join(' ').trim()
        });
      }
    });
    if (exercises) {
      shown.push(...addExerciseCommands({ commands, exercises, trans }));
    }
    for (const command of shown) {
      palette?.addItem({ command, category });
    }
    palette?.addItem({ command: 'torchenstein:open-course', category });
    palette?.addItem({
      command: 'torchenstein:open-course',
      category,
      args: { section: 'badges' }
    });
    for (const [rank, command] of [
      'torchenstein:go-on',
      'torchenstein:open-course'
    ].entries()) {
      launcher?.add({
        command,
        category: trans.__('Torchenstein Lab'),
        // Above Other (100), where it is seen without scrolling. Before version 4.6 new sections come last.
        categoryRank: 50,
        rank
      });
    }
  }
};

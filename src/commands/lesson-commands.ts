import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';

import { asProblem } from '../api/server-problem';
import type { Problem } from '../contracts';
import { lessonToGoOn, nextExercise } from '../course/map';
import type { ICourse, ILessonKey, ILessons } from '../tokens';
import { professorIcon } from '../ui/icons';

/**
 * Adds the commands that open lessons.
 *
 * @returns The commands that make sense without arguments.
 */
export function addLessonCommands(options: {
  commands: CommandRegistry;
  course: ICourse;
  lessons: ILessons;
  trans: TranslationBundle;
  fail: (problem: Problem) => void;
}): string[] {
  const { commands, course, lessons, trans, fail } = options;
  const open = async (key: ILessonKey, cell?: string) => {
    try {
      await lessons.open(key, cell);
    } catch (reason) {
      fail(asProblem(reason));
    }
  };

  commands.addCommand('torchenstein:open-lesson', {
    label: args =>
      typeof args.lesson === 'string'
        ? trans.__('Open Lesson %1', args.lesson)
        : trans.__('Open Lesson'),
    icon: professorIcon,
    describedBy: {
      args: {
        type: 'object',
        required: ['pack', 'lesson'],
        properties: {
          pack: { type: 'string', description: trans.__('The pack’s id') },
          lesson: { type: 'string', description: trans.__('The lesson’s id') },
          cell: {
            type: 'string',
            description: trans.__('The cell to go to, by the lesson’s own id')
          }
        }
      }
    },
    execute: async args => {
      const { pack, lesson, cell } = args;
      if (typeof pack === 'string' && typeof lesson === 'string') {
        await open(
          { pack, lesson },
          typeof cell === 'string' ? cell : undefined
        );
      }
    }
  });

  commands.addCommand('torchenstein:go-on', {
    label: () => {
      const here = course.course && lessonToGoOn(course.course);
      return here
        ? trans.__('Go On with %1 %2', here.card.number, here.card.title)
        : trans.__('Go On with the Course');
    },
    caption: trans.__('Open the lesson you are at, at the next exercise'),
    icon: professorIcon,
    describedBy: { args: { type: 'object', properties: {} } },
    execute: async () => {
      if (!course.course) {
        await course.refresh();
      }
      const here = course.course && lessonToGoOn(course.course);
      if (!here) {
        if (course.problem) {
          fail(course.problem);
        }
        return;
      }
      const next = here.card.progress.opened ? nextExercise(here.card) : null;
      await open(here.key, next === null ? undefined : `task-${next}`);
    }
  });

  course.changed.connect(() => {
    commands.notifyCommandChanged('torchenstein:go-on');
  });
  return ['torchenstein:go-on'];
}

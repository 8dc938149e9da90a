import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ReadonlyPartialJSONObject } from '@lumino/coreutils';

import type { IExerciseHandle, IExercises } from '../tokens';

/**
 * Adds the commands that act on an exercise: on the active cell's, or on the one that `exercise` names.
 *
 * @returns Their ids.
 */
export function addExerciseCommands(options: {
  commands: CommandRegistry;
  exercises: IExercises;
  trans: TranslationBundle;
}): string[] {
  const { commands, exercises, trans } = options;
  const args = {
    type: 'object',
    properties: {
      exercise: {
        type: 'string',
        description: trans.__(
          'The exercise’s id; without it, the exercise of the active cell'
        )
      }
    }
  };
  const find = (given: ReadonlyPartialJSONObject) => {
    const exercise = given.exercise;
    return exercises.find(typeof exercise === 'string' ? exercise : undefined);
  };
  const added: string[] = [];
  const add = (
    id: string,
    label: string,
    act: (handle: IExerciseHandle) => void,
    isPossible: (handle: IExerciseHandle) => boolean = () => true
  ) => {
    commands.addCommand(id, {
      label,
      describedBy: { args },
      isEnabled: given => {
        const handle = find(given);
        return handle !== null && isPossible(handle);
      },
      execute: given => {
        const handle = find(given);
        if (handle) {
          act(handle);
        }
      }
    });
    added.push(id);
  };

  add('torchenstein:check-answer', trans.__('Check Answer'), handle => {
    handle.check();
  });
  add(
    'torchenstein:check-in-clean-room',
    trans.__('Check in a Clean Room'),
    handle => {
      handle.checkInCleanRoom();
    }
  );
  add('torchenstein:cancel-check', trans.__('Cancel Check'), handle => {
    handle.cancel();
  });
  add('torchenstein:show-hint', trans.__('Show Next Hint'), handle => {
    handle.hint();
  });
  add('torchenstein:show-solution', trans.__('Show Solution…'), handle => {
    handle.solution();
  });
  add('torchenstein:show-check', trans.__('Show the Check'), handle => {
    handle.showCheck();
  });
  add(
    'torchenstein:reset-exercise',
    trans.__('Reset Exercise…'),
    handle => {
      handle.reset();
    },
    handle => handle.writable
  );
  add(
    'torchenstein:deal-numbers',
    trans.__('Deal Fresh Numbers'),
    handle => {
      handle.deal();
    },
    handle => handle.writable && handle.canDeal
  );
  for (const [id, label, step] of [
    ['torchenstein:next-exercise', trans.__('Go to Next Exercise'), 1],
    ['torchenstein:previous-exercise', trans.__('Go to Previous Exercise'), -1]
  ] as const) {
    commands.addCommand(id, {
      label,
      describedBy: { args: { type: 'object', properties: {} } },
      execute: () => exercises.go(step)
    });
    added.push(id);
  }

  exercises.changed.connect(() => {
    for (const id of added) {
      commands.notifyCommandChanged(id);
    }
  });
  return added;
}

import type { TranslationBundle } from '@jupyterlab/translation';

import { assertNever } from '../assert-never';
import type { ExerciseState, Kind, Level } from '../contracts';
import type { Phase } from './model';

export function levelText(level: Level, trans: TranslationBundle): string {
  switch (level) {
    case 'apprentice':
      return trans.__('Apprentice');
    case 'artisan':
      return trans.__('Artisan');
    case 'master':
      return trans.__('Master');
    default:
      return assertNever(level);
  }
}

export function kindText(kind: Kind, trans: TranslationBundle): string {
  switch (kind) {
    case 'code':
      return trans.__('code');
    case 'debug':
      return trans.__('debug');
    case 'function':
      return trans.__('function');
    case 'module':
      return trans.__('module');
    case 'predict':
      return trans.__('predict');
    default:
      return assertNever(kind);
  }
}

export function stateText(
  state: ExerciseState,
  trans: TranslationBundle
): string {
  switch (state) {
    case 'new':
      return trans.__('Not begun');
    case 'tried':
      return trans.__('Begun');
    case 'helped':
      return trans.__('Passed with help');
    case 'mastered':
      return trans.__('Mastered');
    default:
      return assertNever(state);
  }
}

/** What the bar says while a check is under way. */
export function phaseText(phase: Phase, trans: TranslationBundle): string {
  switch (phase) {
    case 'idle':
      return '';
    case 'waiting':
      return trans.__('Waiting for the kernel…');
    case 'running':
      return trans.__('Running your cell…');
    case 'checking':
      return trans.__('Checking…');
    case 'cancelling':
      return trans.__('Stopping…');
    default:
      return assertNever(phase);
  }
}

import type { TranslationBundle } from '@jupyterlab/translation';
import type { MouseEvent, ReactNode } from 'react';

import type {
  Choices,
  Exercise,
  ExerciseProgress,
  Problem
} from '../contracts';
import { StateDot } from '../ui/state-dot';
import { chosenValue } from './choices';
import type { Drawer, Phase, Question } from './model';
import { kindText, levelText, phaseText, stateText } from './words';

/**
 * What the bar can do; each is a click.
 */
export interface IBarActions {
  check: () => void;
  cancel: () => void;
  hint: () => void;
  solution: () => void;
  showCheck: () => void;
  undo: () => void;
  menu: (event: MouseEvent<HTMLElement>) => void;
}

/**
 * The bar's one line: state, title, level, and the things one can do.
 */
export function BarLine(props: {
  exercise: Exercise;
  progress: ExerciseProgress;
  hint: number;
  phase: Phase;
  drawer: Drawer | null;
  canUndo: boolean;
  helpButtons: boolean;
  shortcut: string;
  actions: IBarActions;
  trans: TranslationBundle;
}) {
  const { exercise, progress, phase, drawer, actions, trans } = props;
  const state = stateText(progress.state, trans);
  const busy = phase !== 'idle';
  return (
    <div className="jp-TorchensteinExerciseBar-line">
      <span className="jp-TorchensteinExerciseBar-state" title={state}>
        <StateDot look={progress.state === 'new' ? 'empty' : progress.state} />
        <span className="jp-TorchensteinHidden">{state}</span>
      </span>
      <span className="jp-TorchensteinExerciseBar-title" title={exercise.title}>
        {exercise.title}
      </span>
      <span className="jp-TorchensteinExerciseBar-kind">
        {levelText(exercise.level, trans)} · {kindText(exercise.kind, trans)}
        {!exercise.core && <> · {trans.__('may wait')}</>}
      </span>
      {busy ? (
        <>
          <span className="jp-TorchensteinExerciseBar-busy">
            {phaseText(phase, trans)}
          </span>
          <button
            type="button"
            onClick={actions.cancel}
            disabled={phase === 'cancelling'}
          >
            {trans.__('Cancel')}
          </button>
        </>
      ) : (
        <>
          {props.canUndo && (
            <button type="button" onClick={actions.undo}>
              {trans.__('Undo reset')}
            </button>
          )}
          <button
            type="button"
            className="jp-TorchensteinExerciseBar-check"
            onClick={actions.check}
          >
            {trans.__('Check answer')}
            {props.shortcut && <kbd aria-hidden="true">{props.shortcut}</kbd>}
          </button>
          {props.helpButtons && (
            <button
              type="button"
              onClick={actions.hint}
              aria-expanded={drawer === 'hints'}
            >
              {trans.__('Hint %1 of 3', props.hint)}
            </button>
          )}
          {props.helpButtons && (
            <button
              type="button"
              className="jp-mod-wide"
              onClick={actions.solution}
              aria-expanded={drawer === 'solution'}
            >
              {trans.__('Solution')}
            </button>
          )}
          <button
            type="button"
            className="jp-mod-wider"
            onClick={actions.showCheck}
            aria-expanded={drawer === 'check'}
          >
            {trans.__('Show the check')}
          </button>
          <button
            type="button"
            className="jp-TorchensteinExerciseBar-more"
            aria-label={trans.__('More about this exercise')}
            aria-haspopup="menu"
            onClick={actions.menu}
          >
            ⋯
          </button>
        </>
      )}
    </div>
  );
}

/**
 * Answers to choose from, one row for each name; a click writes the answer into the cell.
 */
export function ChoiceRows(props: {
  choices: readonly Choices[];
  source: string;
  isWritable: boolean;
  choose: (name: string, option: string) => void;
  trans: TranslationBundle;
}) {
  const { choices, source, isWritable, choose, trans } = props;
  if (choices.length === 0) {
    return null;
  }
  return (
    <div className="jp-TorchensteinExerciseBar-choices">
      {choices.map(({ name, options }) => {
        const chosen = chosenValue(source, name);
        return (
          <div
            key={name}
            role="group"
            aria-label={trans.__('Answers for %1', name)}
          >
            <code>{name} =</code>
            <div>
              {options.map(option => (
                <button
                  key={option}
                  type="button"
                  aria-pressed={option === chosen}
                  disabled={!isWritable}
                  onClick={() => {
                    choose(name, option);
                  }}
                >
                  <code>{option}</code>
                </button>
              ))}
            </div>
          </div>
        );
      })}
      {!isWritable && (
        <p className="jp-TorchensteinExerciseBar-kind">
          {trans.__(
            'This notebook is read-only, so a choice cannot be written into it.'
          )}
        </p>
      )}
    </div>
  );
}

/**
 * Asks before something is done that the learner may not want.
 */
export function QuestionRow(props: {
  question: Question;
  isWritable: boolean;
  yes: () => void;
  no: () => void;
  trans: TranslationBundle;
}) {
  const { question, isWritable, yes, no, trans } = props;
  const reset = question === 'reset';
  return (
    <div
      className="jp-TorchensteinExerciseBar-question"
      role="group"
      aria-label={reset ? trans.__('Reset') : trans.__('Solution')}
    >
      <p>
        {!reset
          ? trans.__(
              'The solution opens after a pass or three attempts. If you look now, the exercise counts as passed with help.'
            )
          : isWritable
            ? trans.__(
                'Put the starter back into this cell? You can undo it afterwards.'
              )
            : trans.__(
                'This notebook is read-only, so the cell cannot be reset. Save a copy under another name to work on.'
              )}
      </p>
      {(!reset || isWritable) && (
        <button type="button" className="jp-mod-strong" onClick={yes}>
          {reset ? trans.__('Reset') : trans.__('Show me')}
        </button>
      )}
      <button type="button" onClick={no}>
        {reset
          ? isWritable
            ? trans.__('Keep mine')
            : trans.__('Close')
          : trans.__('Not yet')}
      </button>
    </div>
  );
}

/**
 * What went wrong beside the answer itself, and what to do.
 */
export function ProblemRow(props: { problem: Problem; children?: ReactNode }) {
  const { problem, children } = props;
  return (
    <div className="jp-TorchensteinExerciseBar-problem">
      <p>
        {problem.message} {problem.remedy}
      </p>
      {children}
    </div>
  );
}

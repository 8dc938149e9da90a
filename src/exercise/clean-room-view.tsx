import type { TranslationBundle } from '@jupyterlab/translation';

import { assertNever } from '../assert-never';
import type { CleanRoomReply, CleanRoomState } from '../contracts';
import { InlineText } from '../ui/inline-text';

/**
 * How far a clean room is, with the way to stop it.
 */
export function CleanRoomRow(props: {
  state: CleanRoomState;
  isStopping: boolean;
  cancel: () => void;
  trans: TranslationBundle;
}) {
  const { state, isStopping, cancel, trans } = props;
  return (
    <div
      className="jp-TorchensteinCleanRoom-row"
      role="group"
      aria-label={trans.__('Clean room')}
    >
      <span aria-live="polite">{trans.__('In a clean room:')}</span>
      <progress
        max={Math.max(state.cells, 1)}
        value={state.phase === 'starting' ? undefined : state.cell}
        aria-label={trans.__('Cells run from the top')}
      />
      <span className="jp-TorchensteinExerciseBar-busy">
        {isStopping ? trans.__('Stopping…') : progressText(state, trans)}
      </span>
      <button type="button" onClick={cancel} disabled={isStopping}>
        {trans.__('Cancel')}
      </button>
    </div>
  );
}

function progressText(state: CleanRoomState, trans: TranslationBundle): string {
  switch (state.phase) {
    case 'starting':
      return trans.__('starting a fresh kernel…');
    case 'running':
      return trans.__('cell %1 of %2…', state.cell, state.cells);
    case 'checking':
      return trans.__('checking your answer…');
    case 'done':
    case 'stopped':
      return '';
    default:
      return assertNever(state.phase);
  }
}

/**
 * What a run from the top showed, in one sentence. It stands in the bar's live region, below the verdict's own.
 */
export function CleanRoomSentence(props: {
  reply: CleanRoomReply;
  trans: TranslationBundle;
}) {
  const { reply, trans } = props;
  return (
    <p className="jp-TorchensteinCleanRoom-say">
      <strong>{trans.__('In a clean room:')}</strong>{' '}
      <InlineText text={reply.say} />
    </p>
  );
}

/**
 * The other variables and cells to look at, and the way to the first of them.
 */
export function CleanRoomDetails(props: {
  reply: CleanRoomReply;
  /** The exercise's own cell, to which no way is needed. */
  own: string;
  goTo: (cell: string) => void;
  trans: TranslationBundle;
}) {
  const { reply, own, goTo, trans } = props;
  const place = [...reply.hidden, ...reply.troubles]
    .map(({ cell }) => cell)
    .find(cell => cell !== null && cell !== own);
  const others = [...reply.hidden, ...reply.troubles].filter(
    ({ say }) => say !== reply.say
  );
  if (place === undefined && others.length === 0) {
    return null;
  }
  return (
    <div className="jp-TorchensteinCleanRoom">
      {others.length > 0 && (
        <ul aria-label={trans.__('Also in the clean room')}>
          {others.map(({ say }) => (
            <li key={say}>
              <InlineText text={say} />
            </li>
          ))}
        </ul>
      )}
      {place !== undefined && place !== null && (
        <button
          type="button"
          onClick={() => {
            goTo(place);
          }}
        >
          {trans.__('Go to that cell')}
        </button>
      )}
    </div>
  );
}

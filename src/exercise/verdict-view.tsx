import type { TranslationBundle } from '@jupyterlab/translation';

import type { Badge, LearnerError } from '../contracts';
import { InlineText } from '../ui/inline-text';
import { medalIcon } from '../ui/icons';
import { Scroller } from '../ui/scroller';
import { Picture, PictureScale } from './picture';
import type { IVerdictProps } from './verdict-props';

/**
 * What a verdict offers to do next. What is `null` cannot be done here.
 */
export interface IVerdictActions {
  putInput: (() => void) | null;
  compare: (() => void) | null;
  next: (() => void) | null;
  close: () => void;
}

/**
 * The first sentence and the facts of a verdict. They stand in the bar's live region, the rest below it.
 */
export function VerdictSentence(props: {
  verdict: IVerdictProps;
  isStale: boolean;
  trans: TranslationBundle;
}) {
  const { verdict, isStale, trans } = props;
  return (
    <>
      {isStale && (
        <p className="jp-TorchensteinVerdict-stale">
          {trans.__('From an earlier version of your cell')}
        </p>
      )}
      <p className="jp-TorchensteinVerdict-say">
        <InlineText text={verdict.say} />
      </p>
      {verdict.seen && (
        <p className="jp-TorchensteinVerdict-seen">
          {trans.__('Seen:')} <InlineText text={verdict.seen} />
        </p>
      )}
    </>
  );
}

/**
 * Everything of a verdict after its first sentence, in the order in which it is read.
 */
export function VerdictDetails(props: {
  verdict: IVerdictProps;
  badges: readonly Badge[];
  actions: IVerdictActions;
  trans: TranslationBundle;
}) {
  const { verdict, badges, actions, trans } = props;
  return (
    <>
      {verdict.pair && (
        <div className="jp-TorchensteinVerdict-pair">
          <Picture
            caption={trans.__('Expected')}
            preview={verdict.pair.expected}
            trans={trans}
          />
          <Picture
            caption={trans.__('Yours')}
            preview={verdict.pair.got}
            crossed
            trans={trans}
          />
        </div>
      )}
      {verdict.pair && <PictureScale preview={verdict.pair.expected} />}
      {verdict.error && <ErrorDetails error={verdict.error} trans={trans} />}
      {verdict.printed && (
        <details className="jp-TorchensteinFold">
          <summary>{trans.__('What your code printed')}</summary>
          <Scroller tag="pre" label={trans.__('What your code printed')}>
            {verdict.printed}
          </Scroller>
        </details>
      )}
      {verdict.next && (
        <p className="jp-TorchensteinVerdict-next">
          <InlineText text={verdict.next} />
        </p>
      )}
      {badges.map(badge => (
        <p className="jp-TorchensteinVerdict-badge" key={badge.id}>
          <medalIcon.react tag="span" className="jp-TorchensteinMedal" />
          <span>
            <strong>{badge.title}</strong> <InlineText text={badge.says} />
          </span>
        </p>
      ))}
      <Promises verdict={verdict} actions={actions} trans={trans} />
    </>
  );
}

function Promises(props: {
  verdict: IVerdictProps;
  actions: IVerdictActions;
  trans: TranslationBundle;
}) {
  const { verdict, actions, trans } = props;
  return (
    <div className="jp-TorchensteinVerdict-foot">
      {(verdict.shown.length > 0 || verdict.waiting > 0) && (
        <ul
          className="jp-TorchensteinVerdict-promises"
          aria-label={trans.__('What the task asks for')}
        >
          {verdict.shown.map(({ text, state }) => (
            <li key={text} className={`jp-mod-${state}`}>
              <span aria-hidden="true">{state === 'kept' ? '✓' : '✗'}</span>
              <span className="jp-TorchensteinHidden">
                {state === 'kept' ? trans.__('Kept:') : trans.__('Not yet:')}
              </span>
              <span>
                <InlineText text={text} />
              </span>
            </li>
          ))}
          {verdict.waiting > 0 && (
            <li className="jp-mod-waiting">
              {verdict.shown.length > 0
                ? trans._n(
                    '%1 more waits for this one',
                    '%1 more wait for this one',
                    verdict.waiting
                  )
                : trans._n(
                    '%1 promise is not looked at yet',
                    '%1 promises are not looked at yet',
                    verdict.waiting
                  )}
            </li>
          )}
        </ul>
      )}
      <div className="jp-TorchensteinVerdict-actions">
        {actions.putInput && (
          <button type="button" onClick={actions.putInput}>
            {trans.__('Put this input into a cell')}
          </button>
        )}
        {actions.compare && (
          <button type="button" onClick={actions.compare}>
            {trans.__('Compare with the reference solution')}
          </button>
        )}
        {actions.next && (
          <button type="button" onClick={actions.next}>
            {trans.__('Next exercise')}
          </button>
        )}
        <button type="button" onClick={actions.close}>
          {trans.__('Close')}
        </button>
      </div>
    </div>
  );
}

function ErrorDetails(props: {
  error: LearnerError;
  trans: TranslationBundle;
}) {
  const { error, trans } = props;
  return (
    <div className="jp-TorchensteinVerdict-error">
      {error.line !== null && (
        <p>
          {trans.__('Line %1:', error.line)} <code>{error.source.trim()}</code>
        </p>
      )}
      <p>
        <strong>{error.kind}</strong>
        {error.message && <>: {error.message}</>}
      </p>
      {error.traceback && (
        <details className="jp-TorchensteinFold">
          <summary>{trans.__('The full error')}</summary>
          <Scroller tag="pre" label={trans.__('The full error')}>
            {error.traceback}
          </Scroller>
        </details>
      )}
    </div>
  );
}

import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';

import type { Answer, RevealReply } from '../contracts';
import { Markdown, pythonFence } from '../ui/markdown';

/**
 * The hints seen so far, and what the next one costs.
 */
export function Hints(props: {
  hints: readonly string[];
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
  close: () => void;
}) {
  const { hints, rendermime, trans, close } = props;
  return (
    <section className="jp-TorchensteinDrawer" aria-label={trans.__('Hints')}>
      <DrawerHead title={trans.__('Hints')} close={close} trans={trans} />
      <ol className="jp-TorchensteinDrawer-hints">
        {hints.map((hint, index) => (
          <li key={index}>
            <span className="jp-TorchensteinDrawer-tier">
              {trans.__('%1 of 3', index + 1)}
            </span>
            <Markdown text={hint} rendermime={rendermime} />
          </li>
        ))}
      </ol>
      {hints.length === 2 && (
        <p className="jp-TorchensteinDrawer-note">
          {trans.__(
            'Hints 1 and 2 cost nothing. The third is nearly the code: with it the exercise counts as passed with help.'
          )}
        </p>
      )}
    </section>
  );
}

/**
 * The reference solution with its explanation, beside the learner's own after a pass, and other right answers.
 */
export function Solution(props: {
  reply: RevealReply;
  /** The learner's own answer, when it passed. */
  own: string | null;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
  close: () => void;
}) {
  const { reply, own, rendermime, trans, close } = props;
  return (
    <section
      className="jp-TorchensteinDrawer"
      aria-label={trans.__('Solution')}
    >
      <DrawerHead title={trans.__('Solution')} close={close} trans={trans} />
      <div className="jp-TorchensteinDrawer-compare jp-TorchensteinDrawer-source">
        {own !== null && (
          <div>
            <h4>{trans.__('Yours')}</h4>
            <Markdown text={pythonFence(own)} rendermime={rendermime} />
          </div>
        )}
        <div>
          {own !== null && <h4>{trans.__('The reference')}</h4>}
          <Markdown
            text={pythonFence(reply.solution.source)}
            rendermime={rendermime}
          />
        </div>
      </div>
      <Markdown text={reply.solution.explanation} rendermime={rendermime} />
      {reply.others.length > 0 && (
        <details className="jp-TorchensteinFold">
          <summary>
            {trans._n(
              '%1 other right answer',
              '%1 other right answers',
              reply.others.length
            )}
          </summary>
          {reply.others.map((answer, index) => (
            <Other key={index} answer={answer} rendermime={rendermime} />
          ))}
        </details>
      )}
    </section>
  );
}

function Other(props: { answer: Answer; rendermime: IRenderMimeRegistry }) {
  const { answer, rendermime } = props;
  return (
    <div className="jp-TorchensteinDrawer-other">
      {answer.title && <h4>{answer.title}</h4>}
      <Markdown text={pythonFence(answer.source)} rendermime={rendermime} />
      <Markdown text={answer.explanation} rendermime={rendermime} />
    </div>
  );
}

/**
 * The code that judges the answer.
 */
export function CheckSource(props: {
  source: string;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
  close: () => void;
}) {
  const { source, rendermime, trans, close } = props;
  return (
    <section
      className="jp-TorchensteinDrawer"
      aria-label={trans.__('The check')}
    >
      <DrawerHead title={trans.__('The check')} close={close} trans={trans} />
      <p className="jp-TorchensteinDrawer-note">
        {trans.__('This is all that judges your answer.')}
      </p>
      <div className="jp-TorchensteinDrawer-source">
        <Markdown text={pythonFence(source)} rendermime={rendermime} />
      </div>
    </section>
  );
}

function DrawerHead(props: {
  title: string;
  close: () => void;
  trans: TranslationBundle;
}) {
  const { title, close, trans } = props;
  return (
    <div className="jp-TorchensteinDrawer-head">
      <h3>{title}</h3>
      <button type="button" onClick={close}>
        {trans.__('Close')}
      </button>
    </div>
  );
}

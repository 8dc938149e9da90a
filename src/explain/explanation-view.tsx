import type { TranslationBundle } from '@jupyterlab/translation';

import type { Explanation } from '../contracts';
import { CodeText } from '../ui/code-text';
import { Scroller } from '../ui/scroller';
import { DrawingView } from './drawing-view';
import { OperandsTable } from './operands-table';
import { SourceLines } from './source-lines';

interface IProps {
  explanation: Explanation;
  trans: TranslationBundle;
}

/**
 * Which error it was and where: what stands before the sentence that explains it.
 */
export function ExplanationHead({ explanation, trans }: IProps) {
  const { error, place, source, marks, line } = explanation;
  return (
    <>
      <p className="jp-TorchensteinExplanation-place">
        {place ? (
          <CodeText text={trans.__('%1 in %2', `\`${error}\``, place)} />
        ) : (
          <code>{error}</code>
        )}
      </p>
      {source.trim() !== '' && (
        <SourceLines source={source} marks={marks} first={line} trans={trans} />
      )}
    </>
  );
}

/**
 * What stands after that sentence: the picture, the rule, what to look at, the values, and Python's own words.
 */
export function ExplanationDetails({ explanation, trans }: IProps) {
  const { drawing, rule, look, operands, traceback } = explanation;
  return (
    <>
      {drawing && (
        <Scroller
          className="jp-TorchensteinExplanation-scroller"
          label={trans.__('Picture of the shapes')}
        >
          <DrawingView drawing={drawing} />
        </Scroller>
      )}
      <dl className="jp-TorchensteinExplanation-advice">
        {rule && (
          <>
            <dt>{trans.__('The rule')}</dt>
            <dd>
              <CodeText text={rule} />
            </dd>
          </>
        )}
        <dt>{trans.__('Worth a look')}</dt>
        <dd>
          <CodeText text={look} />
        </dd>
        {operands.length > 0 && (
          <>
            <dt>{trans.__('Values')}</dt>
            <dd>
              <OperandsTable operands={operands} trans={trans} />
            </dd>
          </>
        )}
      </dl>
      {traceback && (
        <details className="jp-TorchensteinFold">
          <summary>{trans.__('Full traceback')}</summary>
          <Scroller tag="pre" label={trans.__('Full traceback')}>
            {traceback}
          </Scroller>
        </details>
      )}
    </>
  );
}

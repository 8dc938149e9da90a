import type { TranslationBundle } from '@jupyterlab/translation';

import type { Mark } from '../contracts';
import { Scroller } from '../ui/scroller';

/**
 * The lines that failed, with their numbers, and the part of them that failed marked.
 */
export function SourceLines(props: {
  source: string;
  marks: readonly Mark[];
  first: number | null;
  trans: TranslationBundle;
}) {
  const { source, marks, first, trans } = props;
  return (
    <Scroller
      className="jp-TorchensteinExplanation-source"
      tag="pre"
      label={trans.__('The line that failed')}
    >
      {source.split('\n').map((line, index) => {
        const { before, failed, after } = partsOf(line, index, marks);
        return (
          // Lines have no identity but their place.
          <code key={index}>
            {first !== null && (
              <span
                className="jp-TorchensteinExplanation-number"
                aria-hidden="true"
              >
                {first + index}
              </span>
            )}
            <span>
              {before}
              {failed && <mark>{failed}</mark>}
              {after}
            </span>
          </code>
        );
      })}
    </Scroller>
  );
}

/** A line before, in and after its mark. Columns count whole characters, as Python does. */
export function partsOf(
  line: string,
  index: number,
  marks: readonly Mark[]
): { before: string; failed: string; after: string } {
  const mark = marks.find(one => one.line === index);
  const letters = Array.from(line);
  const start = mark?.start ?? letters.length;
  const end = mark?.end ?? letters.length;
  return {
    before: letters.slice(0, start).join(''),
    failed: letters.slice(start, end).join(''),
    after: letters.slice(end).join('')
  };
}

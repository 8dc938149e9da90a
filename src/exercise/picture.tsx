import type { TranslationBundle } from '@jupyterlab/translation';
import type { CSSProperties } from 'react';

import type { Preview } from '../contracts';
import { Scroller } from '../ui/scroller';
import { axisNames, shapeText } from './verdict-props';

/**
 * A value as a small picture: a grid of numbers, tinted by size, the wrong ones outlined; or a short text.
 */
export function Picture(props: {
  caption: string;
  preview: Preview;
  trans: TranslationBundle;
}) {
  const { caption, preview, trans } = props;
  return (
    <figure className="jp-TorchensteinPicture">
      <figcaption>
        {caption}
        {preview.shape && (
          <span className="jp-TorchensteinPicture-kind">
            {shapeText(preview.shape)} {preview.dtype}
          </span>
        )}
      </figcaption>
      {preview.cells.length > 0 ? (
        <Grid caption={caption} preview={preview} trans={trans} />
      ) : (
        <code className="jp-TorchensteinPicture-text">{preview.text}</code>
      )}
    </figure>
  );
}

function Grid(props: {
  caption: string;
  preview: Preview;
  trans: TranslationBundle;
}) {
  const { caption, preview, trans } = props;
  const axes = axisNames(preview);
  const wrong = new Set(preview.wrong);
  return (
    <>
      <div className="jp-TorchensteinPicture-frame">
        {axes.rows && (
          <span className="jp-TorchensteinPicture-rows" aria-hidden="true">
            {axes.rows} ↓
          </span>
        )}
        <Scroller className="jp-TorchensteinPicture-scroller" label={caption}>
          <div
            className="jp-TorchensteinPicture-grid"
            role="img"
            aria-label={preview.text}
            style={{
              gridTemplateColumns: `repeat(${preview.columns}, minmax(2.9em, max-content))`
            }}
          >
            {preview.cells.map((cell, index) => (
              <span
                // Cells have no identity but their place.
                key={index}
                className={
                  wrong.has(index)
                    ? 'jp-TorchensteinPicture-cell jp-mod-wrong'
                    : 'jp-TorchensteinPicture-cell'
                }
                style={tint(preview.levels[index])}
              >
                {cell}
              </span>
            ))}
          </div>
        </Scroller>
        {axes.columns && (
          <span className="jp-TorchensteinPicture-columns" aria-hidden="true">
            {axes.columns} →
          </span>
        )}
      </div>
      {preview.truncated && (
        <span className="jp-TorchensteinPicture-window">
          {trans.__(
            'A part of it, from %1 on',
            `[${preview.origin.join(', ')}]`
          )}
        </span>
      )}
    </>
  );
}

/** The share of the brand's colour in a cell; strong enough to compare, weak enough to read the number. */
function tint(level: number | null | undefined): CSSProperties | undefined {
  return typeof level === 'number'
    ? ({
        '--jp-torchenstein-level': `${Math.round(6 + 42 * level)}%`
      } as CSSProperties)
    : undefined;
}

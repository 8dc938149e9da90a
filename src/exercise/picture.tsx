import type { TranslationBundle } from '@jupyterlab/translation';
import type { CSSProperties } from 'react';

import type { Preview } from '../contracts';
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
        <Grid preview={preview} trans={trans} />
      ) : (
        <code className="jp-TorchensteinPicture-text">{preview.text}</code>
      )}
    </figure>
  );
}

function Grid(props: { preview: Preview; trans: TranslationBundle }) {
  const { preview, trans } = props;
  const axes = axisNames(preview);
  const wrong = new Set(preview.wrong);
  return (
    <>
      <div
        className="jp-TorchensteinPicture-frame"
        role="img"
        aria-label={preview.text}
      >
        {axes.rows && (
          <span className="jp-TorchensteinPicture-rows">{axes.rows} ↓</span>
        )}
        <div className="jp-TorchensteinPicture-scroller">
          <div
            className="jp-TorchensteinPicture-grid"
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
        </div>
        {axes.columns && (
          <span className="jp-TorchensteinPicture-columns">
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

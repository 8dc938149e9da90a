import type { TranslationBundle } from '@jupyterlab/translation';
import { useEffect, useRef } from 'react';

import type { Preview } from '../contracts';
import { diverging, ramp, sequential } from '../ui/colour-scale';
import { Scroller } from '../ui/scroller';
import { axisNames, shapeText } from './verdict-props';

/**
 * A value as a small picture: a grid of numbers in the colours of `lab.show`, the wrong ones outlined and marked,
 * with the first of them in sight; or a short text.
 */
export function Picture(props: {
  caption: string;
  preview: Preview;
  /** Mark the wrong cells with a cross as well: in what the learner gave. */
  crossed?: boolean;
  trans: TranslationBundle;
}) {
  const { caption, preview, crossed = false, trans } = props;
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
        <Grid
          caption={caption}
          preview={preview}
          crossed={crossed}
          trans={trans}
        />
      ) : (
        <code className="jp-TorchensteinPicture-text">{preview.text}</code>
      )}
    </figure>
  );
}

/**
 * What the colours of both pictures of a pair mean; nothing where all numbers are the same.
 */
export function PictureScale(props: { preview: Preview }) {
  const { diverging: around, limits } = props.preview;
  return limits ? (
    <div className="jp-TorchensteinPicture-scale" aria-hidden="true">
      <span>{limits[0]}</span>
      <span
        className="jp-TorchensteinPicture-ramp"
        style={{ background: ramp(around ? diverging : sequential) }}
      />
      <span>{limits[1]}</span>
    </div>
  ) : null;
}

function Grid(props: {
  caption: string;
  preview: Preview;
  crossed: boolean;
  trans: TranslationBundle;
}) {
  const { caption, preview, crossed, trans } = props;
  const axes = axisNames(preview);
  const wrong = new Set(preview.wrong);
  const paint = preview.diverging ? diverging : sequential;
  const first = useRef<HTMLSpanElement | null>(null);
  useEffect(() => {
    const scroller = first.current?.parentElement?.parentElement;
    if (first.current && scroller) {
      // The first difference, if it is not in sight; the notebook itself stays where it is.
      scroller.scrollTop = first.current.offsetTop - scroller.clientHeight / 2;
      scroller.scrollLeft = first.current.offsetLeft - scroller.clientWidth / 2;
    }
  }, [preview]);
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
            {preview.cells.map((cell, index) => {
              const level = preview.levels[index];
              return (
                <span
                  // Cells have no identity but their place.
                  key={index}
                  ref={index === preview.wrong[0] ? first : undefined}
                  className={
                    wrong.has(index)
                      ? 'jp-TorchensteinPicture-cell jp-mod-wrong'
                      : 'jp-TorchensteinPicture-cell'
                  }
                  style={typeof level === 'number' ? paint(level) : undefined}
                >
                  {cell}
                  {crossed && wrong.has(index) && ' ✗'}
                </span>
              );
            })}
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

import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { TranslationBundle } from '@jupyterlab/translation';
import { useCallback, useEffect, useRef, useState } from 'react';

import type { Fact, TensorDetail } from '../contracts';
import { Scroller } from '../ui/scroller';
import { bytesText, kindText, layoutText, noteText, sizeText } from './words';

/**
 * What is known about the row that the learner chose: its facts, who shares its memory, and its picture.
 */
export function DetailView(props: {
  detail: TensorDetail | 'failed' | 'gone' | 'loading';
  name: string;
  close: () => void;
  rendermime: IRenderMimeRegistry;
  trans: TranslationBundle;
}) {
  const { detail, name, close, rendermime, trans } = props;
  // The box looks again whether it has to scroll once the picture is in it.
  const [, setDrawn] = useState(0);
  const onDrawn = useCallback(() => {
    setDrawn(times => times + 1);
  }, []);
  return (
    <section
      className="jp-TorchensteinTensors-detail"
      aria-label={trans.__('Details of %1', name)}
    >
      <div className="jp-TorchensteinTensors-detailHead">
        <h3>{name}</h3>
        <button
          type="button"
          aria-label={trans.__('Close details')}
          onClick={close}
        >
          ✕
        </button>
      </div>
      <Scroller
        className="jp-TorchensteinTensors-detailBody"
        label={trans.__('Facts and picture of %1', name)}
      >
        {typeof detail === 'string' ? (
          <p>{waitText(detail, trans)}</p>
        ) : (
          <>
            <Facts detail={detail} trans={trans} />
            {detail.picture.length > 0 && (
              <Picture
                picture={detail.picture}
                rendermime={rendermime}
                onDrawn={onDrawn}
              />
            )}
          </>
        )}
      </Scroller>
    </section>
  );
}

function waitText(
  state: 'failed' | 'gone' | 'loading',
  trans: TranslationBundle
): string {
  switch (state) {
    case 'failed':
      return trans.__('The kernel did not answer. Choose the row once more.');
    case 'gone':
      return trans.__('It is not there any more.');
    case 'loading':
      return trans.__('Looking…');
  }
}

function Facts(props: { detail: TensorDetail; trans: TranslationBundle }) {
  const { detail, trans } = props;
  const { row } = detail;
  const facts: [string, string][] = [
    // Shape and dtype stand in the picture's own caption.
    ...(detail.picture.length > 0
      ? []
      : ([
          [trans.__('What'), `${row.type} (${kindText(row.kind, trans)})`],
          [trans.__('Size'), sizeText(row, trans)]
        ] satisfies [string, string][])),
    [trans.__('Gradient'), gradientSentence(detail, trans)],
    [trans.__('Memory'), memorySentence(detail, trans)],
    [trans.__('Shares with'), sharingSentence(detail, trans)],
    [trans.__('NaN, infinity'), strangeSentence(detail, trans)],
    [trans.__('Note'), noteText(row, trans)],
    ...(row.inside?.facts ?? []).map(({ name, value }): [string, string] => [
      name,
      value
    ])
  ];
  return (
    <dl>
      {facts
        .filter(([, value]) => value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}

function gradientSentence(
  { row }: TensorDetail,
  trans: TranslationBundle
): string {
  switch (row.gradient) {
    case 'made':
      return trans.__('tracked, made by %1', row.by);
    case 'none':
      return row.dtype ? trans.__('not tracked') : '';
    case 'ready':
      return trans.__('tracked, and .grad holds one');
    case 'wanted':
      return trans.__('tracked, no .grad yet');
  }
}

function memorySentence(
  { row, strides, offset }: TensorDetail,
  trans: TranslationBundle
): string {
  if (row.nbytes === null) {
    return '';
  }
  const own = bytesText(row.nbytes);
  if (row.storage_bytes === null || row.layout === '') {
    return own;
  }
  const where = trans.__('strides (%1), offset %2', strides.join(', '), offset);
  const layout = layoutText(row, trans);
  return row.nbytes === row.storage_bytes
    ? [own, layout, where].filter(Boolean).join(', ')
    : trans.__(
        '%1 in a storage of %2, %3',
        own,
        bytesText(row.storage_bytes),
        [layout, where].filter(Boolean).join(', ')
      );
}

function sharingSentence(
  { sharing, others }: TensorDetail,
  trans: TranslationBundle
): string {
  const names = sharing.join(', ');
  return others > 0
    ? trans._n('%2 and %1 more', '%2 and %1 more', others, names)
    : names;
}

function strangeSentence(
  { row: { strange } }: TensorDetail,
  trans: TranslationBundle
): string {
  if (!strange) {
    return '';
  }
  return strange.nan + strange.infinite === 0
    ? trans.__('none')
    : trans.__(
        '%1 NaN, %2 infinite',
        strange.nan.toLocaleString(),
        strange.infinite.toLocaleString()
      );
}

/** The picture, drawn by JupyterLab's own renderers from what `show` drew in the kernel. */
function Picture(props: {
  picture: readonly Fact[];
  rendermime: IRenderMimeRegistry;
  onDrawn: () => void;
}) {
  const { picture, rendermime, onDrawn } = props;
  const box = useRef<HTMLDivElement>(null);
  // The same picture comes as a new object with each answer, and need not be drawn again.
  const text = JSON.stringify(picture);
  useEffect(() => {
    const node = box.current;
    const data = Object.fromEntries(
      (JSON.parse(text) as Fact[]).map(({ name, value }) => [name, value])
    );
    const kind = rendermime.preferredMimeType(data, 'any');
    if (!node || kind === undefined) {
      return;
    }
    const renderer = rendermime.createRenderer(kind);
    renderer
      .renderModel(rendermime.createModel({ data, trusted: true }))
      .then(() => {
        if (!renderer.isDisposed) {
          node.replaceChildren(renderer.node);
          onDrawn();
        }
      })
      .catch((reason: unknown) => {
        console.warn('A picture could not be drawn.', reason);
      });
    return () => {
      renderer.dispose();
    };
  }, [text, rendermime, onDrawn]);
  return <div className="jp-TorchensteinTensors-picture" ref={box} />;
}

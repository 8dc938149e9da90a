import type { TensorRow } from '../contracts';

/** The drawing of each kind, on a ground of 16 × 16. Its name stands in the row's label. */
const DRAWINGS: Record<TensorRow['kind'], string> = {
  tensor: 'M2.5 4.500h11v7h-11zM2.500 8h11M6.200 4.500v7M9.800 4.500v7',
  parameter:
    'M2.5 4.500h11v7h-11zM2.500 8h11M6.200 4.500v7M9.800 4.500v7M11.500 1.500v3M10 3h3',
  buffer: 'M2.5 4.500h11v7h-11zM2.500 8h11',
  module: 'M3 2.500h10v3H3zM3 10.500h10v3H3zM8 5.500v5M5.500 8h5',
  optimizer:
    'M2 3q1.500 9 6 9t6-9M6.200 12.500a1.800 1.800 0 1 0 3.600 0a1.800 1.800 0 1 0-3.600 0',
  loader: 'M2 5.500h6v8H2zM5 5.500v-2h6v8H8M8 3.500v-2h6v8h-3',
  group: 'M5 2.500H3v11h2M11 2.500h2v11h-2M6 8h.01M8 8h.01M10 8h.01'
};

/**
 * What a row is, as a small drawing in the colour of the text.
 */
export function KindIcon({ kind }: { kind: TensorRow['kind'] }) {
  return (
    <svg
      className={`jp-TorchensteinTensors-kind jp-mod-${kind}`}
      width={16}
      height={16}
      viewBox="0 0 16 16"
      aria-hidden="true"
      focusable="false"
    >
      <path d={DRAWINGS[kind]} />
    </svg>
  );
}

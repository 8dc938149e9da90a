import type { TranslationBundle } from '@jupyterlab/translation';

import type { TensorRow } from '../contracts';
import type { Condition, IExamination } from './model';

const MUCH = 1024 ** 2;
const UNITS = ['B', 'KiB', 'MiB', 'GiB', 'TiB'];

/** A number of bytes as people read it. */
export function bytesText(bytes: number): string {
  let value = bytes;
  let unit = 0;
  while (value >= 1024 && unit < UNITS.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${UNITS[unit] ?? ''}`;
}

/** A shape as PyTorch writes it. */
export function shapeText(shape: readonly number[]): string {
  return `(${shape.join(', ')}${shape.length === 1 ? ',' : ''})`;
}

/** What stands on the right of a row: the shape of a tensor, or what something is made of. */
export function sizeText(row: TensorRow, trans: TranslationBundle): string {
  if (row.shape) {
    return shapeText(row.shape);
  }
  if (row.inside?.parameters !== null && row.inside?.parameters !== undefined) {
    return trans._n(
      '%2 parameter',
      '%2 parameters',
      row.inside.parameters,
      row.inside.parameters.toLocaleString()
    );
  }
  return row.kind === 'group' && row.inside
    ? trans._n('%1 item', '%1 items', row.inside.children)
    : '';
}

export function kindText(
  kind: TensorRow['kind'],
  trans: TranslationBundle
): string {
  switch (kind) {
    case 'buffer':
      return trans.__('buffer');
    case 'group':
      return trans.__('collection');
    case 'loader':
      return trans.__('data loader');
    case 'module':
      return trans.__('module');
    case 'optimizer':
      return trans.__('optimizer');
    case 'parameter':
      return trans.__('parameter');
    case 'tensor':
      return trans.__('tensor');
  }
}

/** What is to be known about the gradient; nothing where it is not tracked. */
export function gradientText(row: TensorRow, trans: TranslationBundle): string {
  switch (row.gradient) {
    case 'made':
      return trans.__('from %1', row.by);
    case 'none':
      return '';
    case 'ready':
      return trans.__('has .grad');
    case 'wanted':
      return trans.__('requires_grad');
  }
}

/** How a tensor lies in its memory; nothing where it simply fills it. */
export function layoutText(row: TensorRow, trans: TranslationBundle): string {
  switch (row.layout) {
    case '':
    case 'whole':
      return '';
    case 'part':
      return partText(row, trans);
    case 'permuted':
      return trans.__('permuted');
    case 'strided':
      return trans.__('with gaps');
    case 'stretched':
      return trans.__('expanded');
  }
}

/** A part is worth a word when others see the whole, or when it keeps much more than itself alive. */
function partText(row: TensorRow, trans: TranslationBundle): string {
  const whole = row.storage_bytes ?? 0;
  if (whole - (row.nbytes ?? 0) > MUCH) {
    return trans.__('a part of %1', bytesText(whole));
  }
  return row.storage > 0 ? trans.__('a part') : '';
}

export function noteText(row: TensorRow, trans: TranslationBundle): string {
  switch (row.note) {
    case '':
      return '';
    case 'freed':
      return trans.__('its memory was freed');
    case 'half-built':
      return trans.__('super().__init__() was never called');
    case 'lazy':
      return trans.__('takes its shape from the first input');
    case 'no-data':
      return trans.__('no data');
    case 'unreadable':
      return trans.__('cannot be read');
  }
}

export function markText(row: TensorRow, trans: TranslationBundle): string {
  switch (row.mark) {
    case '':
      return '';
    case 'changed':
      return trans.__('changed');
    case 'new':
      return trans.__('new');
    case 'replaced':
      return trans.__('replaced');
  }
}

/** NaN and infinity in a row; nothing where there is none or nobody looked. */
export function strangeText(row: TensorRow): string {
  const { nan = 0, infinite = 0 } = row.strange ?? {};
  return [
    nan > 0 ? `${nan.toLocaleString()} NaN` : '',
    infinite > 0 ? `${infinite.toLocaleString()} ∞` : ''
  ]
    .filter(Boolean)
    .join(', ');
}

/** The second line of a row, part by part. */
export function factTexts(row: TensorRow, trans: TranslationBundle): string[] {
  const frozen = row.inside?.frozen ?? 0;
  return [
    row.dtype || row.type,
    row.device === 'cpu' ? '' : row.device,
    gradientText(row, trans),
    layoutText(row, trans),
    frozen > 0 ? trans.__('%1 frozen', frozen.toLocaleString()) : '',
    noteText(row, trans),
    ...(row.inside?.facts ?? [])
      .filter(({ name }) => name !== 'training')
      .slice(0, 3)
      .map(({ name, value }) => `${name}=${value}`)
  ].filter(Boolean);
}

/** A row in one sentence, for those who hear it. */
export function rowText(row: TensorRow, trans: TranslationBundle): string {
  return [
    row.name,
    kindText(row.kind, trans),
    sizeText(row, trans),
    ...factTexts(row, trans),
    row.nbytes === null ? '' : bytesText(row.nbytes),
    row.storage > 0 ? trans.__('shares memory, group %1', row.storage) : '',
    markText(row, trans),
    strangeText(row)
  ]
    .filter(Boolean)
    .join(', ');
}

/** What stands in the way of a list that is up to date, and what to do. Nothing when nothing does. */
export function conditionText(
  condition: Condition,
  time: string | null,
  trans: TranslationBundle
): string {
  const asOf = time ? trans.__('The list is as of %1.', time) : '';
  const say = conditionSentence(condition, trans);
  return say && asOf && !['missing', 'no-notebook'].includes(condition)
    ? `${say} ${asOf}`
    : say;
}

function conditionSentence(
  condition: Condition,
  trans: TranslationBundle
): string {
  switch (condition) {
    case 'none':
      return '';
    case 'between-cells':
      return trans.__(
        'A cell is running, and this kernel answers only between cells.'
      );
    case 'contract':
      return trans.__(
        'The kernel and this page have versions of Torchenstein Lab that do not fit each other. Run “%pip install --upgrade torchenstein-lab”, restart the kernel, and reload the page.'
      );
    case 'dead':
    case 'no-kernel':
      return trans.__(
        'This notebook has no running kernel. Start one with Kernel, Restart Kernel.'
      );
    case 'failed':
      return trans.__(
        'The list could not be made, which is not your fault. It will be tried again after the next cell.'
      );
    case 'foreign':
    case 'language':
      return trans.__(
        'Only Python notebooks that run on ipykernel can list their tensors.'
      );
    case 'gone':
      return trans.__('The kernel has gone away. Waiting for it…');
    case 'late':
      return trans.__('The kernel is deep in one long step. Waiting for it…');
    case 'missing':
      return trans.__(
        'This notebook’s kernel has no Torchenstein Lab. Run “%pip install torchenstein-lab” in a cell, then press Refresh.'
      );
    case 'no-notebook':
      return trans.__('Open a notebook to see its tensors.');
    case 'restarting':
      return trans.__('The kernel is restarting.');
    case 'starting':
      return trans.__('The kernel is starting…');
  }
}

/** What the search for NaN and infinity has found. */
export function examinationText(
  state: IExamination,
  trans: TranslationBundle
): string {
  if (state.isRunning) {
    return trans._n(
      'Looked at %1 tensor…',
      'Looked at %1 tensors…',
      state.looked
    );
  }
  return state.found === 0
    ? trans._n(
        'No NaN and no infinity in %1 tensor.',
        'No NaN and no infinity in %1 tensors.',
        state.looked
      )
    : trans._n(
        '%1 tensor has NaN or infinity.',
        '%1 tensors have NaN or infinity.',
        state.found
      );
}

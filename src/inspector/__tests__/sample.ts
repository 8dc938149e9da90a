import type { TensorPage, TensorRow } from '../../contracts';

export function aRow(name: string, change: Partial<TensorRow> = {}): TensorRow {
  return {
    name,
    path: [name],
    kind: 'tensor',
    type: 'Tensor',
    shape: [2, 3],
    dtype: 'float32',
    device: 'cpu',
    gradient: 'none',
    by: '',
    nbytes: 24,
    storage_bytes: 24,
    storage: 0,
    layout: 'whole',
    mark: '',
    strange: null,
    inside: null,
    note: '',
    ...change
  };
}

export function aPage(
  rows: readonly TensorRow[],
  change: Partial<TensorPage> = {}
): TensorPage {
  return {
    torch: true,
    total: rows.length,
    matching: rows.length,
    start: 0,
    rows,
    branches: [],
    gone: [],
    memory: {
      tensors: 0,
      highest: 0,
      process: null,
      process_peak: null,
      devices: []
    },
    uncounted: false,
    ...change
  };
}

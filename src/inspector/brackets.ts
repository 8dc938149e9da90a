/**
 * What one row shows of one bracket: nothing, an end of it, its middle with or without a hook to this row.
 */
export type BracketPart = 'end' | 'member' | 'none' | 'start' | 'through';

/**
 * Brackets that join rows which share memory, each in a lane of its own where they would cross.
 *
 * `storages` holds the number of each row's storage, 0 where it shares with nobody. The result has, for each row, one
 * part for each lane. A storage with one row alone gets no bracket: its companions are on another page.
 */
export function brackets(storages: readonly number[]): BracketPart[][] {
  const spans = spansOf(storages);
  const lanes: number[] = [];
  const rows: BracketPart[][] = storages.map(() => []);
  for (const { storage, first, last } of spans) {
    let lane = lanes.findIndex(end => end < first);
    lane = lane === -1 ? lanes.length : lane;
    lanes[lane] = last;
    for (let row = first; row <= last; row++) {
      const parts = rows[row];
      if (parts) {
        parts[lane] = partOf(row, first, last, storages[row] === storage);
      }
    }
  }
  return rows.map(parts => lanes.map((_end, lane) => parts[lane] ?? 'none'));
}

interface ISpan {
  readonly storage: number;
  readonly first: number;
  readonly last: number;
}

/** From where to where each shared storage reaches, in the order in which they begin. */
function spansOf(storages: readonly number[]): ISpan[] {
  const found = new Map<number, ISpan>();
  storages.forEach((storage, row) => {
    if (storage !== 0) {
      const first = found.get(storage)?.first ?? row;
      found.set(storage, { storage, first, last: row });
    }
  });
  return [...found.values()].filter(({ first, last }) => first < last);
}

function partOf(
  row: number,
  first: number,
  last: number,
  isMember: boolean
): BracketPart {
  if (row === first) {
    return 'start';
  }
  if (row === last) {
    return 'end';
  }
  return isMember ? 'member' : 'through';
}

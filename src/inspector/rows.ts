import type { TensorPage, TensorRow } from '../contracts';

/**
 * A row as it stands in the list: how deep it lies, and whether its insides are shown.
 */
export interface IShownRow {
  readonly row: TensorRow;
  readonly key: string;
  readonly depth: number;
  readonly isOpen: boolean;
  readonly canOpen: boolean;
  /** Whether there are more children than are shown. */
  readonly hasMore: boolean;
}

/** The identity of a row: its path. Rows without one cannot be opened, and are told apart by their place. */
export function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}

/**
 * The rows of a page in the order of the screen: each open row is followed by its insides. `opened` says how many
 * children of each open row were asked for.
 */
export function shownRows(
  page: TensorPage,
  opened: ReadonlyMap<string, number>
): IShownRow[] {
  const branches = new Map(
    page.branches.map(branch => [keyOf(branch.path), branch.rows])
  );
  const shown: IShownRow[] = [];
  const add = (row: TensorRow, depth: number, place: string) => {
    const key = row.path.length > 0 ? keyOf(row.path) : place;
    const inside = row.path.length > 0 ? branches.get(key) : undefined;
    const children = row.inside?.children ?? 0;
    shown.push({
      row,
      key,
      depth,
      isOpen: inside !== undefined,
      canOpen: children > 0 && row.path.length > 0,
      hasMore:
        inside !== undefined &&
        inside.length >= (opened.get(key) ?? 0) &&
        inside.length < children
    });
    inside?.forEach((child, index) => {
      add(child, depth + 1, `${key}/${index}`);
    });
  };
  page.rows.forEach((row, index) => {
    add(row, 0, `/${index}`);
  });
  return shown;
}

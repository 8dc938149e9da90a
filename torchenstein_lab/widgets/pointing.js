/**
 * Let people point at the cells of a drawing: with the mouse or a finger, and with Tab and the arrow keys.
 *
 * `grids` selects tables (walked in rows and columns) and lists (walked along); `point(cell)` is called with the
 * cell pointed at, and with `null` when nobody points any more.
 */
export function pointing(el, grids, signal, point) {
  for (const grid of el.querySelectorAll(grids)) {
    // JupyterLab would move the notebook's own selection with the arrow keys.
    grid.dataset.lmSuppressShortcuts = 'true';
    rowsOf(grid)
      .flat()
      .forEach((cell, at) => {
        cell.tabIndex = at === 0 ? 0 : -1;
      });
  }
  const cellAt = event => event.target.closest('td, li');
  const listen = (name, listener) =>
    el.addEventListener(name, listener, { signal });
  const focused = () => pointable(el.ownerDocument.activeElement, el);
  let [x, y] = [NaN, NaN];
  listen('pointerover', event => {
    // Where the page scrolls below a mouse that rests, the keys go on pointing.
    const rests = event.screenX === x && event.screenY === y;
    [x, y] = [event.screenX, event.screenY];
    if (!rests) {
      point(pointable(cellAt(event)) ?? focused());
    }
  });
  listen('pointerleave', () => point(focused()));
  listen('focusin', event => point(pointable(cellAt(event))));
  listen('focusout', () => point(null));
  listen('keydown', event => {
    const cell = pointable(cellAt(event));
    const next = cell && neighbour(cell, event.key, grids);
    if (next) {
      event.preventDefault();
      event.stopPropagation();
      cell.tabIndex = -1;
      next.tabIndex = 0;
      next.focus();
    }
  });
}

function pointable(cell, within = null) {
  return cell?.dataset?.at !== undefined && (!within || within.contains(cell))
    ? cell
    : null;
}

function rowsOf(grid) {
  return grid.rows
    ? [...grid.rows].map(row => [...row.cells].filter(cell => pointable(cell)))
    : [[...grid.children].filter(cell => pointable(cell))];
}

function neighbour(cell, key, grids) {
  const rows = rowsOf(cell.parentElement.closest(grids)).filter(
    row => row.length
  );
  const down = rows.findIndex(row => row.includes(cell));
  const along = rows[down].indexOf(cell);
  const last = rows[down].length - 1;
  switch (key) {
    case 'ArrowLeft':
      return rows[down][along - 1];
    case 'ArrowRight':
      return rows[down][along + 1];
    case 'ArrowUp':
      return rows[down - 1]?.[along];
    case 'ArrowDown':
      return rows[down + 1]?.[along];
    case 'Home':
      return rows[down][0];
    case 'End':
      return rows[down][last];
    default:
      return null;
  }
}

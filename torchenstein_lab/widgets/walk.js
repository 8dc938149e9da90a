/**
 * Let people point at the cells of a grid, with the mouse or a finger, and with the arrow keys once it has the focus.
 *
 * `grid` is a table or the box of an image, of `rows` × `columns` cells. `on.point(row, column)` is called for the
 * cell pointed at, `on.leave()` when nobody points any more, `on.zoom(row, column, into)` for + and − and double clicks, `on.copy()` for the copy shortcut.
 */
export function walkable(grid, rows, columns, signal, on) {
  if (!grid) {
    return null;
  }
  const isTable = grid.rows !== undefined;
  const box = grid.ownerDocument.createElement('div');
  box.style.cssText =
    'position:absolute;pointer-events:none;box-sizing:border-box;border:2px solid var(--tl-ink);outline:1px solid var(--tl-paper);border-radius:2px;display:none';
  const frame = grid.parentElement;
  frame.style.position = 'relative';
  frame.append(box);
  grid.tabIndex = 0;
  grid.dataset.lmSuppressShortcuts = 'true';
  let here = on.start ?? [0, 0];

  const cellAt = (row, column) =>
    isTable
      ? [...grid.rows]
          .filter(line => line.querySelector('td'))
          [row]?.querySelectorAll('td')
          ?.item(column)
      : null;
  const rectOf = (row, column) => {
    const outer = frame.getBoundingClientRect();
    const cell = cellAt(row, column);
    const inner = (cell ?? grid).getBoundingClientRect();
    const [wide, high] = cell
      ? [inner.width, inner.height]
      : [grid.clientWidth / columns, grid.clientHeight / rows];
    const [x, y] = cell ? [0, 0] : [column * wide + 1, row * high + 1];
    return {
      left: inner.left - outer.left + frame.scrollLeft + x,
      top: inner.top - outer.top + frame.scrollTop + y,
      wide,
      high
    };
  };
  const mark = () => {
    const { left, top, wide, high } = rectOf(...here);
    const size = Math.max(6, wide);
    const tall = Math.max(6, high);
    box.style.display = 'block';
    box.style.left = `${left - (size - wide) / 2}px`;
    box.style.top = `${top - (tall - high) / 2}px`;
    box.style.width = `${size}px`;
    box.style.height = `${tall}px`;
  };
  const hide = () => {
    box.style.display = 'none';
    on.leave?.();
  };
  const point = (row, column) => {
    here = [row, column];
    mark();
    on.point(row, column);
  };
  const under = event => {
    if (isTable) {
      const cell = event.target.closest('td');
      const lines = [...grid.rows].filter(line => line.querySelector('td'));
      const row = lines.indexOf(cell?.parentElement);
      return row < 0
        ? null
        : [row, [...lines[row].querySelectorAll('td')].indexOf(cell)];
    }
    const area = grid.getBoundingClientRect();
    const row = Math.floor(
      ((event.clientY - area.top - 1) / grid.clientHeight) * rows
    );
    const column = Math.floor(
      ((event.clientX - area.left - 1) / grid.clientWidth) * columns
    );
    return row < 0 || column < 0 || row >= rows || column >= columns
      ? null
      : [row, column];
  };
  const listen = (name, listener) =>
    grid.addEventListener(name, listener, { signal });
  listen('pointermove', event => {
    const cell = under(event);
    if (
      cell &&
      (cell[0] !== here[0] ||
        cell[1] !== here[1] ||
        box.style.display === 'none')
    ) {
      point(...cell);
    }
  });
  listen('pointerleave', () => {
    if (grid.ownerDocument.activeElement !== grid) {
      hide();
    }
  });
  listen('focus', () => point(...here));
  listen('blur', hide);
  listen('dblclick', event => {
    const cell = under(event);
    if (cell) {
      on.zoom(...cell, !event.shiftKey);
    }
  });
  listen('keydown', event => {
    if (event.key === 'c' && (event.ctrlKey || event.metaKey)) {
      on.copy();
    } else if (event.key === '+' || event.key === '=') {
      on.zoom(...here, true);
    } else if (event.key === '-' || event.key === '−') {
      on.zoom(...here, false);
    } else {
      const next = stepped(here, event.key, rows, columns);
      if (!next) {
        return;
      }
      point(...next);
    }
    event.preventDefault();
    event.stopPropagation();
  });
  return {
    mark: (row, column) => {
      here = [row, column];
      mark();
    },
    hide: () => {
      box.style.display = 'none';
    }
  };
}

function stepped([row, column], key, rows, columns) {
  const held = (value, size) => Math.min(size - 1, Math.max(0, value));
  switch (key) {
    case 'ArrowLeft':
      return [row, held(column - 1, columns)];
    case 'ArrowRight':
      return [row, held(column + 1, columns)];
    case 'ArrowUp':
      return [held(row - 1, rows), column];
    case 'ArrowDown':
      return [held(row + 1, rows), column];
    case 'Home':
      return [row, 0];
    case 'End':
      return [row, columns - 1];
    default:
      return null;
  }
}

/**
 * `show`: walk over the cells with the pointer or the arrow keys, zoom, and move through slices.
 *
 * What a cell holds stands in the drawing itself; the exact number of a pixel, another slice or a closer look come
 * from the kernel, where it still has the tensor.
 */
import { walkable } from './walk.js';
import { latest } from './latest.js';
import { slider } from './slider.js';

function render({ model, el, experimental, signal }) {
  const root = el.querySelector('.tl-show');
  const live = root?.querySelector('.tl-show-live');
  if (!live) {
    return;
  }
  const state = model.get('state') ?? {};
  const ask = latest(experimental, 'ask', signal);
  const say = readout(live, state.hint);
  let view = { first: 0 };

  const move = async next => {
    const reply = await ask('part', next);
    if (reply?.answer) {
      const focused = live.contains(live.ownerDocument.activeElement);
      view = next;
      live.innerHTML = reply.answer.html;
      start();
      if (focused) {
        const grid = live.querySelector('.tl-grid, .tl-image');
        grid?.focus({ preventScroll: true });
      }
      if (reply.answer.changed) {
        say.show(CHANGED);
      }
    } else if (reply) {
      say.show(reply.problem ?? '');
      controls?.stop(reply.gone === true);
    }
  };
  const point = async (panel, row, column) => {
    const place = placeOf(panel, row, column);
    if (place === null) {
      return;
    }
    say.show(nearby(panel, place, state.palette));
    if (panel.querySelector('td') === null || place.deep === 0) {
      const reply = await ask('at', { at: place.at });
      if (reply?.answer) {
        say.show(
          reply.answer.say + (reply.answer.changed ? `. ${CHANGED}` : '')
        );
      }
    }
  };
  const zoom = (panel, row, column, into) => {
    const next = zoomed(panel, row, column, into, view);
    if (next) {
      void move(next);
    }
  };
  const start = () => {
    for (const panel of live.querySelectorAll('.tl-show-panel')) {
      const { rows, wide } = gridOf(panel);
      walkable(panel.querySelector('.tl-grid, .tl-image'), rows, wide, signal, {
        // After a zoom, what was looked at is in the middle.
        start: view.before
          ? [Math.floor(rows / 2), Math.floor(wide / 2)]
          : [0, 0],
        point: (row, column) => void point(panel, row, column),
        zoom: (row, column, into) => zoom(panel, row, column, into),
        copy: () => say.copy()
      });
    }
  };
  start();
  live.parentElement.after(say.line);
  const controls = sliders(
    root,
    live,
    state,
    signal,
    first => void move({ ...view, first })
  );
}

const CHANGED = 'The tensor has changed since this picture was drawn.';

/** The line below the grids that says what is under the pointer, also to screen readers. */
function readout(live, hint) {
  const line = live.ownerDocument.createElement('p');
  line.textContent = hint ?? '';
  line.className = 'tl-show-readout';
  line.setAttribute('role', 'status');
  line.style.cssText =
    'font-family:var(--tl-mono);font-size:12px;min-height:1.5em;flex-basis:100%;margin:0';
  return {
    line,
    show: text => {
      line.textContent = text;
    },
    copy: () => {
      const value = line.textContent.split(' = ').pop();
      void navigator.clipboard?.writeText(value);
    }
  };
}

function gridOf(panel) {
  const place = JSON.parse(panel.dataset.place);
  const rows = Math.ceil((place.rows * place.columns) / place.wide);
  return { ...place, rows: place.line ? rows : place.rows };
}

/** Where a cell lies in the tensor; `null` behind the end of the last line. */
function placeOf(panel, row, column) {
  const grid = JSON.parse(panel.dataset.place);
  const nth = row * grid.wide + column;
  const [down, along] = grid.line ? [0, nth] : [row, column];
  if (along >= grid.columns) {
    return null;
  }
  const at = {
    index: grid.index,
    row: grid.top + down * grid.down,
    column: grid.left + along * grid.across,
    down: grid.down,
    across: grid.across
  };
  return { at, nth, deep: grid.deep, grid };
}

/** What the drawing itself says of a cell: its text, or the number that its colour stands for. */
function nearby(panel, { at, nth, deep, grid }, palette) {
  const spans = [...at.index.map(String)];
  const span = (start, size) =>
    size === 1 ? `${start}` : `${start}:${start + size}`;
  if (deep > 1) {
    spans.push(span(at.row, at.down));
  }
  if (deep > 0) {
    spans.push(span(at.column, at.across));
  }
  const index = `[${spans.join(', ')}]`;
  const cell = panel.querySelectorAll('td')[nth];
  if (cell) {
    return `${index} = ${cell.textContent}`;
  }
  const number = ofColour(panel.querySelector('img'), grid, nth, palette);
  return number === null ? index : `${index} ≈ ${number}`;
}

/** The number of a pixel, from its colour and the scale; `null` where the pixel holds no finite number. */
function ofColour(image, grid, nth, palette) {
  if (!palette || !grid.ends || !image?.naturalWidth) {
    return null;
  }
  const canvas = image.ownerDocument.createElement('canvas');
  canvas.width = canvas.height = 1;
  const [x, y] = [nth % grid.wide, Math.floor(nth / grid.wide)];
  const context = canvas.getContext('2d');
  context.drawImage(image, x, y, 1, 1, 0, 0, 1, 1);
  const [red, green, blue] = context.getImageData(0, 0, 1, 1).data;
  const colours = Uint8Array.from(atob(palette), one => one.charCodeAt(0));
  for (let level = 0; level < colours.length / 3; level++) {
    if (
      colours[3 * level] === red &&
      colours[3 * level + 1] === green &&
      colours[3 * level + 2] === blue
    ) {
      if (grid.names?.length) {
        return grid.names[level] ?? null;
      }
      const [low, high] = grid.ends;
      const share = level / (colours.length / 3 - 1);
      return String(Number((low + (high - low) * share).toPrecision(3)));
    }
  }
  return null;
}

/** The part to look at next: half as wide around a cell, or twice; `null` where it would be the same. */
function zoomed(panel, row, column, into, view) {
  const place = placeOf(panel, row, column);
  if (place === null) {
    return null;
  }
  const { grid, at } = place;
  if (!into) {
    return view.bottom === undefined && view.right === undefined
      ? null
      : (view.before ?? { first: view.first });
  }
  if (grid.down === 1 && grid.across === 1) {
    return null;
  }
  const around = (start, tiles, size, from) => {
    const half = Math.max(1, Math.round((tiles * size) / 4));
    const first = Math.max(from, start - half);
    return [first, first + 2 * half];
  };
  const [top, bottom] = around(at.row, grid.rows, grid.down, grid.top);
  const [left, right] = around(at.column, grid.columns, grid.across, grid.left);
  const rows = grid.deep > 1 ? { top, bottom } : {};
  return { first: view.first, ...rows, left, right, before: view };
}

/** A slider for each dimension before the last two, where not all slices are drawn. */
function sliders(root, live, state, signal, move) {
  const lead = state.lead ?? [];
  const slices = lead.reduce((product, size) => product * size, 1);
  if (slices <= (state.shown ?? slices)) {
    return null;
  }
  const { ownerDocument: document } = root;
  const index = lead.map(() => 0);
  const rows = lead.map((size, dim) =>
    slider({
      document,
      label: state.axes?.[dim] ?? '',
      max: size - 1,
      value: 0,
      signal,
      change: value => {
        if (index[dim] !== value) {
          index[dim] = value;
          move(index.reduce((flat, at, n) => flat * lead[n] + at, 0));
        }
        return String(value);
      }
    })
  );
  const box = document.createElement('div');
  box.className = 'tl-show-sliders';
  box.append(...rows);
  live.parentElement.before(box);
  return {
    stop: gone => {
      for (const input of box.querySelectorAll('input')) {
        input.disabled = gone;
      }
    }
  };
}

export default { render };

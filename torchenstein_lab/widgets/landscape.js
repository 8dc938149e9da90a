import { slider } from './slider.js';

const HOW =
  'Point at the surface, or step in with Tab and walk with the arrow keys.';
const LABEL = 'Along the path';

/** Read the loss under the pointer or by arrow keys, and follow the optimizer's path step by step. */
function render({ model, el, signal }) {
  const state = model.get('state');
  const svg = el.querySelector('.tl-landscape svg');
  if (!svg) {
    return;
  }
  const document = el.ownerDocument;
  const says = document.createElement('p');
  says.setAttribute('role', 'status');
  says.textContent = HOW;
  svg.after(says);
  const mark = document.createElementNS(svg.namespaceURI, 'circle');
  mark.setAttribute('class', 'now');
  mark.setAttribute('r', 6);
  const put = (x, y) => {
    const [left, top, right, bottom] = state.box;
    const across = (x - state.x[0]) / (state.x[1] - state.x[0]);
    const up = (y - state.y[0]) / (state.y[1] - state.y[0]);
    mark.setAttribute('cx', left + across * (right - left));
    mark.setAttribute('cy', bottom - up * (bottom - top));
    svg.append(mark);
  };
  walk({ svg, state, says, put, signal });
  if (state.path.length > 1) {
    const change = at => {
      const [step, x, y, loss] = state.path[at];
      put(x, y);
      return `point ${step}: ${state.names[0]} ${x}, ${state.names[1]} ${y}, loss ${loss}`.replaceAll(
        '-',
        '−'
      );
    };
    const last = state.path.length - 1;
    says.after(
      slider({
        document,
        label: LABEL,
        max: last,
        value: last,
        change,
        signal
      })
    );
  }
}

/** Over the points of the grid, where the loss was computed: nothing between them is made up. */
function walk({ svg, state, says, put, signal }) {
  const values = numbers(state.values);
  const last = state.side - 1;
  let row = Math.floor(last / 2);
  let column = row;
  const go = (toRow, toColumn) => {
    row = Math.max(0, Math.min(last, toRow));
    column = Math.max(0, Math.min(last, toColumn));
    const x = between(state.x, column / last);
    const y = between(state.y, row / last);
    put(x, y);
    const loss = values[row * state.side + column];
    says.textContent = `${state.names[0]} ${short(x)}, ${state.names[1]} ${short(y)}: loss ${short(loss)}`;
  };
  svg.setAttribute('tabindex', '0');
  svg.dataset.lmSuppressShortcuts = 'true';
  svg.addEventListener(
    'pointermove',
    event => {
      const [left, top, right, bottom] = state.box;
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
        svg.getScreenCTM().inverse()
      );
      const across = (at.x - left) / (right - left);
      const up = (bottom - at.y) / (bottom - top);
      if (across >= 0 && across <= 1 && up >= 0 && up <= 1) {
        go(Math.round(up * last), Math.round(across * last));
      }
    },
    { signal }
  );
  svg.addEventListener(
    'keydown',
    event => {
      const by = {
        ArrowUp: [1, 0],
        ArrowDown: [-1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1]
      }[event.key];
      if (by) {
        event.preventDefault();
        event.stopPropagation();
        go(row + by[0], column + by[1]);
      }
    },
    { signal }
  );
}

/** Float32 numbers from base64, row by row. */
function numbers(text) {
  const bytes = Uint8Array.from(atob(text), letter => letter.charCodeAt(0));
  const view = new DataView(bytes.buffer);
  return Array.from({ length: bytes.length / 4 }, (_, at) =>
    view.getFloat32(at * 4, true)
  );
}

function between([low, high], share) {
  return low * (1 - share) + high * share;
}

function short(value) {
  const text = Number.isFinite(value) ? Number(value.toPrecision(4)) : 'none';
  return String(text).replace('-', '−');
}

export default { render };

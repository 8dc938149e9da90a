/** `diff`: a cell pointed at in one of the two tensors is marked in both, and both numbers are said. */
import { walkable } from './walk.js';

function render({ el, signal }) {
  const sides = ['expected', 'got'].map(name =>
    el.querySelector(`.tl-diff-${name} .tl-show-panel`)
  );
  if (sides.some(panel => !panel?.querySelector('.tl-grid'))) {
    return;
  }
  const line = el.ownerDocument.createElement('p');
  line.className = 'tl-show-readout';
  line.setAttribute('role', 'status');
  sides[0].closest('.tl-diff-sides').after(line);
  const places = sides.map(panel => JSON.parse(panel.dataset.place));
  const walks = sides.map((panel, side) => {
    const { rows, columns, wide, line: wrapped } = places[side];
    return walkable(
      panel.querySelector('.tl-grid'),
      wrapped ? Math.ceil(columns / wide) : rows,
      wide,
      signal,
      {
        point: (row, column) => {
          walks[1 - side]?.mark(row, column);
          line.textContent = said(row, column);
        },
        leave: () => walks[1 - side]?.hide(),
        zoom: () => undefined,
        copy: () => void navigator.clipboard?.writeText(line.textContent)
      }
    );
  });
  const said = (row, column) => {
    const texts = sides.map((panel, side) => {
      const cell =
        panel.querySelectorAll('td')[row * places[side].wide + column];
      return cell?.textContent ?? '–';
    });
    const { index, top, left, wide, line: wrapped, deep } = places[0];
    const own = wrapped
      ? [left + row * wide + column]
      : [...index, top + row, left + column];
    const at = own.slice(own.length - deep).join(', ');
    const [expected, got] = sides.map(
      panel => panel.parentElement.querySelector('b').textContent
    );
    return `[${deep ? at : ''}]  ${expected}: ${texts[0]}, ${got}: ${texts[1]}`;
  };
}

export default { render };

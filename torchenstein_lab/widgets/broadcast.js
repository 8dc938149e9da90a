import { pointing } from './pointing.js';

/** Point at any number and see which two meet there, and where a stretched one really lies. */
function render({ model, el, signal }) {
  const say = el.querySelector('.tl-say');
  const grids = [...el.querySelectorAll('.tl-grid')];
  if (!say || grids.length < 2) {
    return;
  }
  const usual =
    'Point at a number, or step in with Tab and the arrow keys. Dashed: read again, not stored again.';
  const { sign } = model.get('state');
  say.textContent = usual;
  say.setAttribute('aria-live', 'polite');

  pointing(el, '.tl-grid', signal, cell => {
    for (const lit of el.querySelectorAll('.tl-on, .tl-from')) {
      lit.classList.remove('tl-on', 'tl-from');
    }
    if (!cell) {
      say.textContent = usual;
      return;
    }
    const met = grids.map(grid => {
      const here = grid.querySelector(`[data-at="${cell.dataset.at}"]`);
      here.classList.add('tl-on');
      grid
        .querySelector(`[data-i="${here.dataset.i}"]:not(.tl-ghost)`)
        .classList.add('tl-from');
      const index = here.dataset.i ? `[${here.dataset.i}]` : '';
      return { name: grid.dataset.name + index, value: here.textContent };
    });
    say.textContent = sentence(met, sign);
  });
}

function sentence([a, b, result], sign) {
  const apply = (left, right) =>
    /^\W+$/.test(sign)
      ? `${left} ${sign} ${right}`
      : `${sign}(${left}, ${right})`;
  return result
    ? `${result.name} = ${apply(a.name, b.name)} = ${apply(a.value, b.value)} = ${result.value}`
    : `Here ${a.name} meets ${b.name}.`;
}

export default { render };

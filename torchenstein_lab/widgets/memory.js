import { pointing } from './pointing.js';

/** Point at an element and see its cell; point at a cell and see every element that lies in it. */
function render({ el, signal }) {
  const say = el.querySelector('.tl-say');
  if (!say) {
    return;
  }
  const usual =
    'Point at an element or a cell, or step into them with Tab and the arrow keys.';
  say.textContent = usual;
  say.setAttribute('aria-live', 'polite');

  pointing(el, '.tl-grid, .tl-cells', signal, cell => {
    for (const lit of el.querySelectorAll('.tl-on')) {
      lit.classList.remove('tl-on');
    }
    if (!cell) {
      say.textContent = usual;
      return;
    }
    const here = [...el.querySelectorAll(`[data-at="${cell.dataset.at}"]`)];
    here.forEach(each => each.classList.add('tl-on'));
    say.textContent = sentence(here, cell.dataset.at.split(':')[1]);
  });
}

function sentence(here, at) {
  const held = here.find(each => each.matches('li'))?.querySelector('b');
  const names = here
    .filter(each => each.matches('td'))
    .map(each => {
      const name = each.closest('.tl-view').dataset.name;
      return `${name}[${each.dataset.i.replaceAll(',', ', ')}]`;
    });
  const shown = names.slice(0, 12).join(', ');
  const more = names.length > 12 ? ` and ${names.length - 12} more` : '';
  const holds = held?.textContent ? ` (${held.textContent})` : '';
  return `Cell ${at}${holds} is ${names.length ? shown + more : 'used by none of what is drawn'}.`;
}

export default { render };

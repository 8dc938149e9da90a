import { pointing } from './pointing.js';

/**
 * Walk the loops of a product step by step, or point at an element and see everything that it meets.
 *
 * Each tensor's element carries its index, and each tensor the letter of each dim: two elements meet where they agree
 * in the letters that both have.
 */
export function stepThrough({ model, el, signal }) {
  const say = el.querySelector('.tl-say');
  const state = model.get('state');
  const tensors = [...el.querySelectorAll('[data-letters]')].map(tensorOf);
  const steps = say ? stepsOf(state) : [];
  if (steps.length === 0) {
    return;
  }
  const result = tensors[tensors.length - 1];
  const still = tensors.flatMap(({ cells }) =>
    cells.map(({ node }) => [node, node.className])
  );
  const usual = say.textContent;
  let now = -1;

  const mark = place => {
    for (const { cells } of tensors) {
      for (const { node, at } of cells) {
        const meets = Object.entries(at).every(
          ([letter, value]) => !(letter in place) || place[letter] === value
        );
        node.classList.toggle(
          'tl-on',
          meets && !node.classList.contains('tl-never')
        );
        node.classList.remove('tl-now');
      }
    }
  };

  const show = step => {
    now = step;
    const place = steps[step];
    mark(pick(place, state.free));
    const factors = tensors.slice(0, -1).map(tensor => cellAt(tensor, place));
    const target = cellAt(result, place);
    [...factors, target].forEach(({ node }) => node.classList.add('tl-now'));
    const product = factors.map(({ node }) => node.textContent).join(' × ');
    const sum = runningSum(steps, step, tensors, state);
    say.textContent =
      `Step ${step + 1} of ${steps.length}: ${nameOf(result, target)} gets ` +
      `${factors.map((cell, i) => nameOf(tensors[i], cell)).join(' × ')} = ${product}${sum}`;
  };

  const rest = () => {
    still.forEach(([node, looks]) => (node.className = looks));
    say.textContent = usual;
    now = -1;
  };

  say.setAttribute('aria-live', 'polite');
  el.querySelector('.tl-product').append(
    walkBar(el.ownerDocument, steps.length, signal, change => {
      const next = change === null ? -1 : now + change;
      if (next < 0) {
        rest();
      } else {
        show(Math.min(next, steps.length - 1));
      }
    })
  );

  pointing(el, '.tl-grid', signal, cell => {
    if (!cell) {
      if (now >= 0) {
        show(now);
      } else {
        rest();
      }
      return;
    }
    const tensor = tensors.find(({ node }) => node.contains(cell));
    const found = tensor.cells.find(({ node }) => node === cell);
    mark(found.at);
    cell.classList.add('tl-now');
    say.textContent = meeting(tensor, found, tensors, state);
  });
}

function tensorOf(node) {
  const letters = node.dataset.letters;
  const cells = [...node.querySelectorAll('td')].map(cell => {
    const index =
      cell.dataset.at === '' ? [] : cell.dataset.at.split(',').map(Number);
    const at = {};
    index.forEach((value, dim) => {
      if (letters[dim] !== '.') {
        at[letters[dim]] = value;
      }
    });
    return { node: cell, index, at };
  });
  return { node, letters, cells, name: node.dataset.name };
}

/** Every turn of the loops as far as they are drawn, the innermost index running fastest. */
function stepsOf({ free, summed, shown }) {
  let steps = [{}];
  for (const letter of free + summed) {
    steps = steps.flatMap(step =>
      Array.from({ length: shown[letter] }, (_, value) => ({
        ...step,
        [letter]: value
      }))
    );
  }
  return steps;
}

function cellAt(tensor, place) {
  const index = [...tensor.letters].map(letter => place[letter] ?? 0).join(',');
  return tensor.cells.find(({ node }) => node.dataset.at === index);
}

function pick(place, letters) {
  return Object.fromEntries(
    [...letters].map(letter => [letter, place[letter]])
  );
}

function nameOf({ name, letters }, { index }) {
  return letters ? `${name}[${index.join(', ')}]` : name;
}

/** What the sum has come to, where the numbers are known. */
function runningSum(
  steps,
  step,
  tensors,
  { free, summed, sizes, shown, numbers }
) {
  if (summed === '' || numbers.length === 0) {
    return '';
  }
  const here = steps[step];
  const turns = steps
    .slice(0, step + 1)
    .filter(turn => [...free].every(letter => turn[letter] === here[letter]));
  const sum = turns.reduce(
    (total, turn) => total + productAt(turn, tensors, numbers),
    0
  );
  const last = [...summed].every(letter => here[letter] === sizes[letter] - 1);
  const cut = [...summed].some(letter => shown[letter] < sizes[letter]);
  const words = `${Number(sum.toPrecision(4))}`.replace('-', '−');
  return `; the sum is ${words}${last && !cut ? '' : ' so far'}`;
}

function productAt(place, tensors, numbers) {
  return numbers.reduce((product, values, i) => {
    const tensor = tensors[i];
    return product * values[tensor.cells.indexOf(cellAt(tensor, place))];
  }, 1);
}

function meeting(tensor, found, tensors, { summed, sizes, shown }) {
  const result = tensors[tensors.length - 1];
  if (tensor !== result) {
    const targets = result.cells.filter(({ node }) =>
      node.classList.contains('tl-on')
    );
    const names = targets
      .slice(0, 6)
      .map(cell => nameOf(result, cell))
      .join(', ');
    const more = targets.length > 6 ? ' and others' : '';
    return targets.length && !found.node.classList.contains('tl-never')
      ? `${nameOf(tensor, found)} goes into ${names}${more}.`
      : `${nameOf(tensor, found)} is never read: an index that stands twice runs along the diagonal.`;
  }
  const terms = stepsOf({ free: '', summed, shown }).map(turn =>
    tensors
      .slice(0, -1)
      .map(each => cellAt(each, { ...found.at, ...turn }).node.textContent)
      .join(' × ')
  );
  const all = [...summed].reduce((count, letter) => count * sizes[letter], 1);
  const seen = terms.slice(0, 6);
  const more = all > seen.length ? ` + … (${all - seen.length} more)` : '';
  return `${nameOf(result, found)} = ${seen.join(' + ')}${more} = ${found.node.textContent}`;
}

/** Buttons for the walk. They are made here: without this script there is nothing to press. */
function walkBar(page, count, signal, go) {
  const bar = page.createElement('div');
  bar.className = 'tl-walk';
  bar.dataset.lmSuppressShortcuts = 'true';
  bar.setAttribute('role', 'group');
  const title = 'Walk the loops';
  bar.setAttribute('aria-label', title);
  const button = (text, name, change) => {
    const made = page.createElement('button');
    made.type = 'button';
    made.textContent = text;
    made.setAttribute('aria-label', name);
    made.addEventListener('click', () => go(change), { signal });
    bar.append(made);
  };
  button('◂', 'Step back', -1);
  button('▸', 'Step on', 1);
  button('Reset', 'Reset to the start', null);
  const hint = page.createElement('span');
  hint.className = 'tl-quiet';
  hint.textContent = `${count} ${count === 1 ? 'step' : 'steps'}; the arrow keys walk them, too`;
  bar.append(hint);
  bar.addEventListener(
    'keydown',
    event => {
      const change = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
      if (change) {
        event.preventDefault();
        event.stopPropagation();
        go(change);
      }
    },
    { signal }
  );
  return bar;
}

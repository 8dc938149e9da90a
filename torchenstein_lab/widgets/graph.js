import { slider } from './slider.js';

const LABEL = 'Gradients back';

/** Walk the gradients back step by step; point at a box to see its arrows; look inside a folded module. */
function render({ model, el, experimental, signal }) {
  const draw = opened => {
    const root = el.querySelector('.tl-graph');
    const page = el.querySelector('.tl-graph-page');
    if (!root || !page) {
      return;
    }
    page.dataset.lmSuppressShortcuts = 'true';
    const bar = el.ownerDocument.createElement('div');
    bar.className = 'tl-graph-bar';
    page.before(bar);
    const boxes = [...page.querySelectorAll('li')];
    const steps = boxes.filter(box => box.dataset.turn).length;
    if (steps) {
      bar.append(walkBack(root, page, boxes, steps, signal));
    }
    const notice = el.ownerDocument.createElement('p');
    notice.setAttribute('role', 'status');
    const open = async path => {
      const [reply] = await experimental.invoke('ask', { open: path });
      if (signal.aborted) {
        return;
      }
      if (reply.answer) {
        el.innerHTML = reply.answer.html;
        draw(path);
        el.querySelector('.tl-graph-page').focus();
      } else {
        notice.textContent = reply.problem ?? '';
      }
    };
    page.after(notice);
    for (const box of boxes.filter(each => each.dataset.path)) {
      box.append(
        button(box.ownerDocument, '+', `Look inside ${box.dataset.path}`, () =>
          open(box.dataset.path)
        )
      );
    }
    if (opened) {
      bar.append(
        button(bar.ownerDocument, `Fold ${opened} again`, '', () => open(''))
      );
    }
    point(page, signal);
  };
  draw(model.get('state').opened);
}

/** A slider over the steps of the walk back; at 0 every gradient is shown, as in the still drawing. */
function walkBack(root, page, boxes, steps, signal) {
  const change = step => {
    root.classList.toggle('tl-walking', step > 0);
    let now = null;
    for (const box of boxes) {
      const turn = Number(box.dataset.turn ?? 0);
      box.classList.toggle('tl-reached', turn > 0 && turn <= step);
      box.classList.toggle('tl-now', turn === step && step > 0);
      now = turn === step && step > 0 ? box : now;
    }
    for (const edge of page.querySelectorAll('[data-edge]')) {
      const from = edge.dataset.edge.split(',')[0];
      edge.classList.toggle('tl-flow', from === now?.dataset.box);
    }
    if (!now) {
      return `all ${steps} steps`;
    }
    page.scrollTop = now.offsetTop - page.clientHeight / 2 + 40;
    page.scrollLeft = now.offsetLeft - page.clientWidth / 2 + 104;
    const name = now.querySelector('b').textContent;
    const gradient = now.querySelector('em').lastChild.textContent;
    return `step ${step} of ${steps}: ${name}, ${gradient}`;
  };
  return slider({
    document: page.ownerDocument,
    label: LABEL,
    max: steps,
    value: 0,
    change,
    signal
  });
}

/** Arrows that belong to the box under the pointer, or that has the focus, stand out. */
function point(page, signal) {
  const light = box => {
    for (const edge of page.querySelectorAll('[data-edge]')) {
      const ends = edge.dataset.edge.split(',');
      edge.classList.toggle('tl-near', ends.includes(box?.dataset.box));
    }
  };
  page.addEventListener(
    'pointerover',
    event => light(event.target.closest('li')),
    { signal }
  );
  page.addEventListener('pointerleave', () => light(null), { signal });
  page.addEventListener('focusin', event => light(event.target.closest('li')), {
    signal
  });
}

function button(document, text, label, press) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = text;
  if (label) {
    made.setAttribute('aria-label', label);
    made.title = label;
  }
  made.addEventListener('click', press);
  return made;
}

export default { render };

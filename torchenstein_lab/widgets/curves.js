/** Point at a step, or walk along the steps with the arrow keys, and read every curve there. */
function render({ model, el, signal }) {
  const { panels, left, right } = model.get('state');
  [...el.querySelectorAll('.tl-curves-panel')].forEach((panel, at) => {
    if (panels?.[at]) {
      read(panel, { ...panels[at], left, right }, signal);
    }
  });
}

function read(panel, { from, to, left, right, curves }, signal) {
  const svg = panel.querySelector('svg');
  const list = panel.querySelector('ul');
  panel.tabIndex = 0;
  panel.dataset.lmSuppressShortcuts = 'true';
  panel.setAttribute('role', 'group');
  panel.setAttribute(
    'aria-label',
    `${curves.map(curve => curve.name).join(', ')}: arrow keys walk along the steps`
  );
  const says = panel.ownerDocument.createElement('p');
  says.className = 'tl-curves-says';
  says.setAttribute('role', 'status');
  list.after(says);
  const line = panel.ownerDocument.createElementNS(svg.namespaceURI, 'path');
  line.setAttribute('class', 'now');
  const steps = [...new Set(curves.flatMap(curve => curve.at))].sort(
    (a, b) => a - b
  );
  let now = -1;

  const show = at => {
    now = Math.max(0, Math.min(steps.length - 1, at));
    const x = left + ((steps[now] - from) / (to - from)) * (right - left);
    line.setAttribute('d', `M${x} 14V202`);
    svg.append(line);
    const words = curves.map(curve => valueAt(curve, steps[now]));
    says.textContent = `step ${steps[now].toLocaleString()}: ${words.join(' · ')}`;
  };
  svg.addEventListener(
    'pointermove',
    event => {
      const box = svg.getBoundingClientRect();
      const x =
        ((event.clientX - box.left) / box.width) * svg.viewBox.baseVal.width;
      const step = from + ((x - left) / (right - left)) * (to - from);
      show(nearest(steps, step));
    },
    { signal }
  );
  const leave = () => {
    line.remove();
    says.textContent = '';
    now = -1;
  };
  svg.addEventListener('pointerleave', leave, { signal });
  panel.addEventListener('blur', leave, { signal });
  panel.addEventListener(
    'keydown',
    event => {
      const to = {
        ArrowRight: now + 1,
        ArrowLeft: now < 0 ? steps.length - 1 : now - 1,
        Home: 0,
        End: steps.length - 1
      }[event.key];
      if (to !== undefined) {
        event.preventDefault();
        event.stopPropagation();
        show(to);
      }
    },
    { signal }
  );
}

/** What one curve says at a step: its mean there, and its range where values were put together. */
function valueAt(curve, step) {
  const at = nearest(curve.at, step);
  if (at < 0 || curve.mean[at] === null) {
    return `${curve.name} not finite`;
  }
  const range =
    curve.low.length && curve.low[at] !== curve.high[at]
      ? ` (${curve.low[at]} to ${curve.high[at]})`
      : '';
  return `${curve.name} ${curve.mean[at]}${range}`;
}

function nearest(steps, step) {
  let best = -1;
  steps.forEach((each, at) => {
    if (best < 0 || Math.abs(each - step) < Math.abs(steps[best] - step)) {
      best = at;
    }
  });
  return best;
}

export default { render };

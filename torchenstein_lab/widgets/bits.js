/**
 * Toggle a bit and see the number that it makes, and the numbers that lie next to it.
 *
 * A pattern is kept as a BigInt: 64 bits are more than a JavaScript number holds.
 */
function render({ model, el, signal }) {
  const say = el.querySelector('.tl-say');
  const formats = model.get('state').rows ?? [];
  const rows = [...el.querySelectorAll('[data-row]')];
  if (!say || rows.length === 0) {
    return;
  }
  const usual =
    'Click a bit to toggle it, or walk with Tab and the arrow keys and press Space.';
  say.textContent = usual;
  say.setAttribute('aria-live', 'polite');
  rows.forEach((row, at) =>
    toggles(row, formats[at], signal, text => (say.textContent = text))
  );
}

function toggles(row, format, signal, tell) {
  const word = row.querySelector('.tl-word');
  const bits = [...word.querySelectorAll('u')];
  word.setAttribute('role', 'group');
  word.setAttribute('aria-label', `Bits of ${format.label}`);
  word.dataset.lmSuppressShortcuts = 'true';
  bits.forEach((bit, at) => {
    const group = bit.parentElement.nextElementSibling.textContent;
    bit.setAttribute('role', 'switch');
    bit.setAttribute('aria-checked', `${bit.textContent === '1'}`);
    bit.setAttribute(
      'aria-label',
      `Bit ${bits.length - 1 - at}, ${group.split(' ')[0]}`
    );
    bit.tabIndex = at === 0 ? 0 : -1;
  });
  const listen = (name, listener) =>
    word.addEventListener(name, listener, { signal });

  const toggle = bit => {
    const on = bit.textContent === '0';
    bit.textContent = on ? '1' : '0';
    bit.setAttribute('aria-checked', `${on}`);
    const pattern = BigInt(`0b${bits.map(each => each.textContent).join('')}`);
    tell(redraw(row, format, pattern));
  };
  const move = (bit, to) => {
    if (to) {
      bit.tabIndex = -1;
      to.tabIndex = 0;
      to.focus();
    }
  };

  listen('click', event => {
    const bit = event.target.closest('u');
    if (bit) {
      toggle(bit);
    }
  });
  listen('keydown', event => {
    const at = bits.indexOf(event.target);
    const to = {
      ArrowLeft: at - 1,
      ArrowRight: at + 1,
      Home: 0,
      End: bits.length - 1
    }[event.key];
    if (
      at < 0 ||
      (to === undefined && event.key !== ' ' && event.key !== 'Enter')
    ) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    if (to === undefined) {
      toggle(event.target);
    } else {
      move(event.target, bits[to]);
    }
  });
}

/** Show what a pattern stands for; returns the same as a sentence. */
function redraw(row, format, pattern) {
  const value = valueOf(format, pattern);
  const [name, shown, kept] = row.querySelector('.tl-head').children;
  shown.textContent = written(value);
  const done = 'toggled';
  kept.textContent = done;
  row.querySelector('.tl-formula').textContent = formula(
    format,
    pattern,
    value
  );
  const near = neighbours(format, pattern);
  const line = row.querySelector('.tl-near');
  if (line) {
    drawLine(line, near, value);
  }
  const gaps = row.querySelector('.tl-hidden');
  const words = gapWords(near, value);
  if (gaps) {
    gaps.textContent = words;
  }
  return `${name.textContent}: ${written(value)}${words ? `; ${words}` : ''}`;
}

/** Sign, exponent and mantissa as they stand in the bits. */
export function fieldsOf({ signed, exponent, mantissa }, pattern) {
  const width = (signed ? 1 : 0) + exponent + mantissa;
  return {
    sign: signed ? Number(pattern >> BigInt(width - 1)) : 0,
    power: Number(
      (pattern >> BigInt(mantissa)) & ((1n << BigInt(exponent)) - 1n)
    ),
    rest: pattern & ((1n << BigInt(mantissa)) - 1n)
  };
}

/** The number that a pattern stands for: a BigInt in a dtype of whole numbers, else a number. */
export function valueOf(format, pattern) {
  const { exponent, mantissa, infinite } = format;
  const { sign, power, rest } = fieldsOf(format, pattern);
  if (exponent === 0) {
    return rest - (BigInt(sign) << BigInt(mantissa));
  }
  const top = 2 ** exponent - 1;
  if (power === top && infinite) {
    return rest ? NaN : sign ? -Infinity : Infinity;
  }
  if (power === top && rest === (1n << BigInt(mantissa)) - 1n) {
    return NaN;
  }
  const part = Number(rest) / 2 ** mantissa + (power ? 1 : 0);
  const scale = Math.max(power, 1) - bias(format);
  // In two steps: the smallest powers of float64 are subnormal, and 2 ** -1074 alone would lose the rest.
  const size =
    scale < -1000 ? part * 2 ** (scale + 60) * 2 ** -60 : part * 2 ** scale;
  return sign ? -size : size;
}

/** The finite numbers around a pattern's, three on each side, in order. */
export function neighbours(format, pattern) {
  if (!isFinite(Number(valueOf(format, pattern)))) {
    return [];
  }
  const found = [];
  for (let step = -3n; step <= 3n; step++) {
    const near = moved(format, pattern, step);
    const value = near === null ? NaN : valueOf(format, near);
    if (isFinite(Number(value))) {
      found.push(value);
    }
  }
  return found;
}

function moved(format, pattern, steps) {
  const width = BigInt(
    (format.signed ? 1 : 0) + format.exponent + format.mantissa
  );
  if (format.exponent === 0) {
    const value = valueOf(format, pattern) + steps;
    const high = 1n << BigInt(format.mantissa);
    const fits = value < high && value >= (format.signed ? -high : 0n);
    return fits ? BigInt.asUintN(Number(width), value) : null;
  }
  const half = 1n << (width - 1n);
  const place = (pattern >= half ? half - pattern : pattern) + steps;
  if (place >= half || place <= -half) {
    return null;
  }
  return place >= 0n ? place : half - place;
}

function bias({ exponent }) {
  return 2 ** (exponent - 1) - 1;
}

function formula(format, pattern, value) {
  const { sign, power, rest } = fieldsOf(format, pattern);
  const minus = sign ? '−' : '+';
  if (format.exponent === 0) {
    const powers = [];
    for (let place = format.mantissa - 1; place >= 0; place--) {
      if ((rest >> BigInt(place)) & 1n) {
        powers.push(`${1n << BigInt(place)}`);
      }
    }
    const terms = [
      ...(sign ? [`−${1n << BigInt(format.mantissa)}`] : []),
      ...powers
    ];
    const words =
      terms.length > 12
        ? `${terms.slice(0, 11).join(' + ')} + …`
        : terms.join(' + ');
    return `${words || '0'} = ${written(value)}`;
  }
  if (Number.isNaN(value)) {
    return format.infinite
      ? 'exponent all ones, mantissa not 0: not a number'
      : 'exponent and mantissa all ones: not a number';
  }
  if (!isFinite(value)) {
    return `exponent all ones, mantissa 0: ${minus}∞`;
  }
  const part = written(Number(rest) / 2 ** format.mantissa + (power ? 1 : 0));
  if (power) {
    return `${minus} 2^(${power}−${bias(format)}) × ${part} = ${written(value)}`;
  }
  const small = rest
    ? 'subnormal: below the smallest power, the 1 in front is gone'
    : 'zero';
  return `${minus} 2^(1−${bias(format)}) × ${part} = ${written(value)} (${small})`;
}

function drawLine(line, near, value) {
  const here = near.findIndex(each => Object.is(each, value) || each === value);
  const items = near.map((each, at) => {
    const item = line.ownerDocument.createElement('li');
    const label = line.ownerDocument.createElement('span');
    item.style.left = `${place(each, near)}%`;
    item.className = at === here ? 'tl-here' : '';
    if (at === here) {
      label.textContent = written(each);
    } else if (Math.abs(at - here) === 1) {
      label.textContent = signed(each - value);
    }
    item.append(label);
    return item;
  });
  line.replaceChildren(...items);
}

/** Per cent of the way from the first to the last. Floats are halved: the span of the largest is infinite. */
function place(value, near) {
  const [low, high] = [near[0], near[near.length - 1]];
  return typeof value === 'bigint'
    ? (100 * Number(value - low)) / Number(high - low)
    : (100 * (value / 2 - low / 2)) / (high / 2 - low / 2);
}

function gapWords(near, value) {
  if (near.length < 2) {
    return '';
  }
  const here = near.findIndex(each => each === value);
  const below = here > 0 ? signed(near[here - 1] - value) : 'none below';
  const above =
    here + 1 < near.length ? signed(near[here + 1] - value) : 'none above';
  return `the next numbers: ${below} and ${above}`;
}

function signed(difference) {
  const size = Number(difference);
  const short =
    Number.isInteger(size) && Math.abs(size) < 1e6
      ? size.toLocaleString('en')
      : tidy(`${Number(size.toPrecision(3))}`);
  return size > 0 ? `+${short}` : short.replace('-', '−');
}

function written(value) {
  if (typeof value === 'bigint') {
    return value.toLocaleString('en').replace('-', '−');
  }
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!isFinite(value)) {
    return value < 0 ? '−∞' : '∞';
  }
  return Object.is(value, -0) ? '−0' : tidy(`${value}`);
}

function tidy(text) {
  return text.replace('e+', 'e').replaceAll('-', '−');
}

export default { render };

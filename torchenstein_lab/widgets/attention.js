const HOW =
  'Point at a weight, or step in with Tab and walk with the arrow keys.';

/** Walk over the weights with the pointer or the arrow keys, and change to another head. */
function render({ model, el, experimental, signal }) {
  const draw = (state, focus) => {
    const page = el.querySelector('.tl-attention-page');
    const image = page?.querySelector('image');
    if (!page || !image) {
      return;
    }
    page.dataset.lmSuppressShortcuts = 'true';
    const bar = el.ownerDocument.createElement('div');
    bar.className = 'tl-attention-bar';
    page.before(bar);
    const says = el.ownerDocument.createElement('p');
    says.className = 'tl-attention-says';
    says.setAttribute('role', 'status');
    says.textContent = HOW;
    page.after(says);

    const choose = async index => {
      const [reply] = await experimental.invoke('ask', { index });
      if (signal.aborted) {
        return;
      }
      if (reply.answer) {
        const held = el.ownerDocument.activeElement;
        const at = [...el.querySelectorAll('select')].indexOf(held);
        el.innerHTML = reply.answer.html;
        draw(reply.answer.state, at);
      } else {
        says.textContent = reply.problem ?? '';
      }
    };
    state.axes.forEach(([name, size], axis) => {
      if (size > 1) {
        bar.append(
          chooser(el.ownerDocument, name, size, state.index[axis], value =>
            choose(state.index.map((old, at) => (at === axis ? value : old)))
          )
        );
      }
    });
    if (focus >= 0) {
      el.querySelectorAll('select')[focus]?.focus();
    }
    walk({ state, page, image, says, experimental, signal });
  };
  draw(model.get('state'), -1);
}

function chooser(document, name, size, value, chosen) {
  const label = document.createElement('label');
  label.textContent = `${name} `;
  const select = document.createElement('select');
  for (let at = 0; at < size; at++) {
    select.add(new Option(String(at), String(at), false, at === value));
  }
  select.addEventListener('keydown', event => event.stopPropagation());
  select.addEventListener('change', () => chosen(Number(select.value)));
  label.append(select);
  return label;
}

/** The frame around one weight, moved by pointer and keys, and the line that says what it is. */
function walk({ state, page, image, says, experimental, signal }) {
  const { rows, columns, cell, left, head } = state;
  const svg = image.ownerSVGElement;
  const frame = svg.ownerDocument.createElementNS(svg.namespaceURI, 'rect');
  frame.setAttribute('class', 'now');
  frame.setAttribute('width', cell);
  frame.setAttribute('height', cell);
  const names = [...svg.querySelectorAll('text[data-row],text[data-column]')];
  let row = 0;
  let column = 0;
  let asked = 0;

  const move = async (toRow, toColumn) => {
    row = Math.max(0, Math.min(rows.length - 1, toRow));
    column = Math.max(0, Math.min(columns.length - 1, toColumn));
    frame.setAttribute('x', left + column * cell);
    frame.setAttribute('y', head + row * cell);
    svg.append(frame);
    for (const name of names) {
      const { row: r, column: c } = name.dataset;
      name.classList.toggle('on', r === String(row) || c === String(column));
    }
    const turn = ++asked;
    const say = weight => {
      if (turn === asked && !signal.aborted) {
        says.textContent = `“${rows[row]}” looks at “${columns[column]}”: ${weight}`;
      }
    };
    say('…');
    const [reply] = await experimental.invoke('ask', {
      index: state.index,
      at: [row, column]
    });
    say(
      reply.answer?.weight ?? `about ${await drawn(image, state, row, column)}`
    );
  };

  svg.addEventListener(
    'pointermove',
    event => {
      const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(
        svg.getScreenCTM().inverse()
      );
      const toRow = Math.floor((at.y - head) / cell);
      const toColumn = Math.floor((at.x - left) / cell);
      const inside =
        toRow >= 0 &&
        toRow < rows.length &&
        toColumn >= 0 &&
        toColumn < columns.length;
      if (inside && (toRow !== row || toColumn !== column || !asked)) {
        void move(toRow, toColumn);
      }
    },
    { signal }
  );
  page.addEventListener(
    'keydown',
    event => {
      const by = {
        ArrowUp: [-1, 0],
        ArrowDown: [1, 0],
        ArrowLeft: [0, -1],
        ArrowRight: [0, 1]
      }[event.key];
      if (by) {
        event.preventDefault();
        event.stopPropagation();
        void (asked ? move(row + by[0], column + by[1]) : move(0, 0));
        page.scrollTop = head + row * cell - page.clientHeight / 2;
        page.scrollLeft = left + column * cell - page.clientWidth / 2;
      }
    },
    { signal }
  );
}

/** A weight as the drawing has it, from the opacity of its pixel: for when the kernel is gone. */
async function drawn(image, { top, rows, columns }, row, column) {
  const picture = new Image();
  picture.src = image.getAttribute('href');
  await picture.decode();
  const canvas = image.ownerDocument.createElement('canvas');
  canvas.width = columns.length;
  canvas.height = rows.length;
  const pen = canvas.getContext('2d');
  pen.drawImage(picture, 0, 0);
  const opacity = pen.getImageData(column, row, 1, 1).data[3];
  return ((opacity / 255) * top).toPrecision(2);
}

export default { render };

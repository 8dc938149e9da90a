/**
 * A slider with its words beside it: `change(value)` is called as it moves, and gives the words to say.
 * The arrow keys, Home and End move it, as everywhere.
 */
export function slider({ document, label, max, value, change, signal }) {
  const row = document.createElement('label');
  row.className = 'tl-slider';
  // JupyterLab would move the notebook's own selection with the arrow keys.
  row.dataset.lmSuppressShortcuts = 'true';
  const name = document.createElement('span');
  name.textContent = label;
  const input = document.createElement('input');
  Object.assign(input, { type: 'range', min: 0, max, step: 1, value });
  const words = document.createElement('output');
  row.append(name, input, words);
  const moved = () => {
    const said = change(Number(input.value));
    words.textContent = said;
    input.setAttribute('aria-valuetext', said);
  };
  input.addEventListener('input', moved, { signal });
  input.addEventListener('keydown', event => event.stopPropagation(), {
    signal
  });
  moved();
  return row;
}

import { stepThrough } from './stepping.js';

function render(context) {
  stepThrough(context);
}

export default { render };

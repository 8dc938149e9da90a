import type { Explanation } from '../../contracts';

/**
 * The explanation of a matrix product that failed; a specification changes what it is about.
 */
export function anExplanation(change: Partial<Explanation> = {}): Explanation {
  return {
    known: true,
    kind: 'matmul-sizes',
    family: 'products',
    say: 'You multiply `x` (2, 3) by `w` (2, 3) with `@`.',
    rule: 'A matrix product sums over one axis.',
    look: 'Compare `w` with `w.T`.',
    error: 'RuntimeError',
    message: 'mat1 and mat2 shapes cannot be multiplied (2x3 and 2x3)',
    place: 'line 3',
    line: 3,
    source: 'y = (x @ w).relu()',
    marks: [{ line: 0, start: 5, end: 10 }],
    cell: 7,
    operands: [
      {
        name: 'x',
        type: 'Tensor',
        shape: [2, 3],
        dtype: 'float32',
        device: 'cpu',
        preview: ''
      },
      {
        name: 'f()',
        type: '',
        shape: null,
        dtype: '',
        device: '',
        preview: ''
      }
    ],
    shapes: [],
    drawing: {
      width: 40,
      height: 20,
      alt: 'Shapes. x: 2, 3 does not fit.',
      boxes: [{ x: 1, y: 2, width: 30, height: 10, role: 'clashes' }],
      lines: [{ x1: 1, y1: 2, x2: 3, y2: 4, role: 'hatch' }],
      labels: [{ x: 5, y: 6, text: '3 ≠ 2', role: 'clashes', align: 'middle' }]
    },
    traceback: 'Traceback (most recent call last): …',
    contract: 1,
    ...change
  };
}

import { OutputAreaModel } from '@jupyterlab/outputarea';

import { failureIn, isSame } from '../failure';

function outputs(...values: object[]): OutputAreaModel {
  const model = new OutputAreaModel();
  for (const value of values) {
    model.add(value as Parameters<OutputAreaModel['add']>[0]);
  }
  return model;
}

const printed = { output_type: 'stream', name: 'stdout', text: 'hello' };
const failed = (ename: unknown, evalue: unknown) => ({
  output_type: 'error',
  ename,
  evalue,
  traceback: []
});

describe('failureIn', () => {
  it('should find the error among what was printed', () => {
    const model = outputs(printed, failed('ValueError', 'no'), printed);
    expect(failureIn(model)).toEqual({ error: 'ValueError', message: 'no' });
  });

  it('should find none where there is none', () => {
    expect(failureIn(outputs(printed))).toBeNull();
    expect(failureIn(outputs())).toBeNull();
  });

  it('should keep the beginning of a long message in whole characters', () => {
    const model = outputs(failed('ValueError', '😀'.repeat(600)));
    expect(failureIn(model)?.message).toBe('😀'.repeat(500));
  });

  it('should not believe what a file says', () => {
    expect(failureIn(outputs(failed(5, 3)))).toEqual({
      error: '',
      message: ''
    });
  });
});

describe('isSame', () => {
  it('should tell one error from another, and from none', () => {
    const one = { error: 'A', message: 'b' };
    expect(isSame(one, { ...one })).toBe(true);
    expect(isSame(one, { ...one, message: 'c' })).toBe(false);
    expect(isSame(null, null)).toBe(true);
    expect(isSame({ error: '', message: '' }, null)).toBe(false);
  });
});

import { brackets } from '../brackets';

describe('Brackets', () => {
  it('are none where nobody shares memory', () => {
    expect(brackets([0, 0])).toEqual([[], []]);
  });

  it('begin, pass by, hook on and end', () => {
    expect(brackets([1, 0, 1, 1])).toEqual([
      ['start'],
      ['through'],
      ['member'],
      ['end']
    ]);
  });

  it('are left out where the companions are on another page', () => {
    expect(brackets([1, 2, 2])).toEqual([['none'], ['start'], ['end']]);
  });

  it('stand in lanes of their own where they would cross, and share one where they follow each other', () => {
    expect(brackets([1, 2, 1, 2, 3, 3])).toEqual([
      ['start', 'none'],
      ['through', 'start'],
      ['end', 'through'],
      ['none', 'end'],
      ['start', 'none'],
      ['end', 'none']
    ]);
  });
});

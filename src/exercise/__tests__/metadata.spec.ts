import { cellMark, dealInSource, lessonMark } from '../metadata';

describe('The mark of a lesson', () => {
  it('names pack and lesson', () => {
    expect(lessonMark({ pack: 'tiny', lesson: 'one', content: 'x' })).toEqual({
      pack: 'tiny',
      lesson: 'one'
    });
  });

  it.each([
    undefined,
    null,
    'tiny',
    [],
    {},
    { pack: 'tiny' },
    { pack: 1, lesson: {} },
    { pack: '', lesson: '' }
  ])('is not there when the metadata is %j', metadata => {
    expect(lessonMark(metadata)).toBeNull();
  });
});

describe('The mark of a cell', () => {
  it('tells exercise, deal and voice', () => {
    expect(
      cellMark({ cell: 'c', exercise: 'e', deal: 4, voice: 'mild' })
    ).toEqual({ cell: 'c', exercise: 'e', deal: 4, voice: 'mild' });
  });

  it('believes nothing that was edited by hand into another type', () => {
    expect(
      cellMark({ cell: 3, exercise: ['e'], deal: 'four', voice: 'loud' })
    ).toEqual({ cell: null, exercise: null, deal: null, voice: null });
  });
});

describe('The deal in the source', () => {
  it('is the number in the comment that ends the starter', () => {
    expect(dealInSource('a = ...\n# deal 12')).toBe(12);
  });

  it('is null without the comment', () => {
    expect(dealInSource('# no deal 12')).toBeNull();
  });
});

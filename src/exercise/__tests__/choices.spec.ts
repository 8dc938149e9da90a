import { chosenValue, withChoice } from '../choices';

describe('A choice written into the cell', () => {
  it('replaces the value of the name and leaves the rest as it is', () => {
    expect(withChoice('a = ...\nb = ...\n# deal 3', 'b', '(2, 3)')).toBe(
      'a = ...\nb = (2, 3)\n# deal 3'
    );
  });

  it('keeps a comment behind the value', () => {
    expect(withChoice('a = ...  # your answer', 'a', '7')).toBe(
      'a = 7  # your answer'
    );
  });

  it('replaces a value that runs over several lines', () => {
    expect(withChoice('a = [\n  1,\n  2,\n]\nb = 1', 'a', 'None')).toBe(
      'a = None\nb = 1'
    );
  });

  it('takes neither brackets nor hashes inside a text for code', () => {
    expect(withChoice('a = "([#"  # why\nb = 1', 'a', "'x'")).toBe(
      "a = 'x'  # why\nb = 1"
    );
    expect(withChoice('a = """one\ntwo"""\nb = 1', 'a', '0')).toBe(
      'a = 0\nb = 1'
    );
  });

  it('rewrites the assignment that counts, which is the last one', () => {
    expect(withChoice('a = 1\na = 2', 'a', '3')).toBe('a = 1\na = 3');
  });

  it('takes no other name and no comparison for the assignment', () => {
    const source = 'aa = 1\na == 2\nb.a = 3\nf(a=4)';
    expect(withChoice(source, 'a', '5')).toBe(`${source}\na = 5`);
  });

  it('adds a line where the learner deleted it', () => {
    expect(withChoice('', 'a', '5')).toBe('a = 5');
    expect(withChoice('b = 1\n', 'a', '5')).toBe('b = 1\na = 5');
  });

  it('keeps an annotation', () => {
    expect(withChoice('a: int = 3', 'a', '5')).toBe('a: int = 5');
  });

  it('is read back as chosen, whatever was written before', () => {
    const options = ['40', '"an error"', '[1, 2]', "'#'", '{"a": (1,)}', '...'];
    const sources = ['a = ...', 'x = 1', 'a = (1,\n 2)', 'a = "\\"', 'a ='];
    for (const source of sources) {
      for (const first of options) {
        for (const second of options) {
          const twice = withChoice(withChoice(source, 'a', first), 'a', second);
          expect(chosenValue(twice, 'a')).toBe(second);
        }
      }
    }
  });
});

describe('The value that a cell assigns', () => {
  it('is null for a name that it does not assign', () => {
    expect(chosenValue('b = 1', 'a')).toBeNull();
  });
});

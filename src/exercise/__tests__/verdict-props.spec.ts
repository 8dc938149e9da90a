import { axisNames, shapeText, toneOf, verdictProps } from '../verdict-props';
import { aFinding, aPreview, aVerdict } from './sample';

describe('A verdict as it is read', () => {
  it('counts a promise as broken when one of its findings is', () => {
    const { shown, waiting } = verdictProps(
      aVerdict({
        outcome: 'failed',
        findings: [
          aFinding({ promise: 'a', state: 'kept' }),
          aFinding({ promise: 'a', state: 'broken' }),
          aFinding({ promise: 'b', state: 'kept' }),
          aFinding({ promise: 'c', state: 'kept' }),
          aFinding({ promise: 'c', state: 'waiting' }),
          aFinding({ promise: '', state: 'broken' })
        ]
      })
    );
    expect(shown).toEqual([
      { text: 'a', state: 'broken' },
      { text: 'b', state: 'kept' }
    ]);
    expect(waiting).toBe(1);
  });

  it('shows the pictures and the input of the first broken finding', () => {
    const expected = aPreview({ text: '2' });
    const got = aPreview({ text: '3' });
    const props = verdictProps(
      aVerdict({
        outcome: 'failed',
        findings: [
          aFinding({ expected: got, got: expected }),
          aFinding({ state: 'broken', expected, got, replay: 'double(1)' }),
          aFinding({ state: 'broken', replay: 'double(2)' })
        ]
      })
    );
    expect(props.pair).toEqual({ expected, got });
    expect(props.replay).toBe('double(1)');
  });

  it('shows no pair when there is nothing to compare with', () => {
    expect(
      verdictProps(
        aVerdict({ findings: [aFinding({ state: 'broken', got: aPreview() })] })
      ).pair
    ).toBeNull();
  });

  it('speaks with the words of the finding where the verdict has none', () => {
    const props = verdictProps(
      aVerdict({
        say: '',
        findings: [
          aFinding({ state: 'broken', say: 'Off by one.', seen: 'f(1)' })
        ]
      })
    );
    expect([props.say, props.seen]).toEqual(['Off by one.', 'f(1)']);
  });

  it('does not say the error twice', () => {
    const error = {
      kind: 'TypeError',
      message: 'no',
      line: 1,
      source: 'f()',
      traceback: ''
    };
    const seen = 'Your cell raises TypeError: no';
    expect(verdictProps(aVerdict({ seen, error })).seen).toBe('');
    expect(verdictProps(aVerdict({ seen })).seen).toBe(seen);
  });
});

describe('The tone of a verdict', () => {
  it('is a finding for a wrong answer, and a note where nothing was judged', () => {
    expect(toneOf('passed')).toBe('passed');
    for (const outcome of [
      'failed',
      'rule-broken',
      'error',
      'timeout'
    ] as const) {
      expect(toneOf(outcome)).toBe('found');
    }
    for (const outcome of [
      'not-attempted',
      'kernel-busy',
      'kernel-gone',
      'cannot-check'
    ] as const) {
      expect(toneOf(outcome)).toBe('note');
    }
  });
});

describe('A picture of a tensor', () => {
  it('names the last two axes', () => {
    expect(axisNames(aPreview({ shape: [4, 3, 5] }))).toEqual({
      rows: 'dim 1',
      columns: 'dim 2'
    });
    expect(axisNames(aPreview({ shape: [5] }))).toEqual({
      rows: null,
      columns: 'dim 0'
    });
    expect(axisNames(aPreview({ shape: [] }))).toEqual({
      rows: null,
      columns: null
    });
  });

  it('writes shapes as Python does', () => {
    expect([[], [3], [3, 5]].map(shapeText)).toEqual(['()', '(3,)', '(3, 5)']);
  });
});

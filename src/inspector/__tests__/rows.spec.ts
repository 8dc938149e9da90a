import { keyOf, shownRows } from '../rows';
import { aPage, aRow } from './sample';

const INSIDE = { children: 2, parameters: 5, frozen: 0, facts: [] };

describe('The rows of a page', () => {
  it('stand in the order of the page, closed', () => {
    const net = aRow('net', { kind: 'module', inside: INSIDE });
    const rows = shownRows(aPage([aRow('a'), net]), new Map());
    expect(rows.map(({ row }) => row.name)).toEqual(['a', 'net']);
    expect(rows.map(({ canOpen, isOpen }) => [canOpen, isOpen])).toEqual([
      [false, false],
      [true, false]
    ]);
  });

  it('are followed by their insides where they are open, however deep', () => {
    const net = aRow('net', { kind: 'module', inside: INSIDE });
    const layer = aRow('0', {
      path: ['net', '0'],
      kind: 'module',
      inside: INSIDE
    });
    const page = aPage([net, aRow('z')], {
      branches: [
        { path: ['net'], rows: [layer] },
        {
          path: ['net', '0'],
          rows: [aRow('weight', { path: ['net', '0', 'weight'] })]
        }
      ]
    });
    const rows = shownRows(page, new Map());
    expect(rows.map(({ row, depth }) => [row.name, depth])).toEqual([
      ['net', 0],
      ['0', 1],
      ['weight', 2],
      ['z', 0]
    ]);
  });

  it('offer more children only when all that were asked for came', () => {
    const net = aRow('net', { kind: 'module', inside: INSIDE });
    const page = aPage([net], {
      branches: [{ path: ['net'], rows: [aRow('w', { path: ['net', 'w'] })] }]
    });
    const more = (asked: number) =>
      shownRows(page, new Map([[keyOf(['net']), asked]]))[0]?.hasMore;
    expect([more(1), more(50)]).toEqual([true, false]);
  });

  it('cannot be opened without a path, and are told apart all the same', () => {
    const nameless = aRow('[tuple]', {
      path: [],
      inside: { ...INSIDE, parameters: null }
    });
    const rows = shownRows(aPage([nameless, nameless]), new Map());
    expect(rows.map(({ canOpen }) => canOpen)).toEqual([false, false]);
    expect(new Set(rows.map(({ key }) => key)).size).toBe(2);
  });
});

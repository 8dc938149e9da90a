import { nullTranslator } from '@jupyterlab/translation';

import type { Condition } from '../model';
import {
  bytesText,
  conditionText,
  factTexts,
  rowText,
  shapeText,
  sizeText,
  strangeText
} from '../words';
import { aRow } from './sample';

const trans = nullTranslator.load('');

describe('The words of the inspector', () => {
  it('give bytes in the largest unit that fits', () => {
    expect(
      [0, 1023, 1024, 1536, 150 * 1024 ** 2, 1024 ** 5].map(bytesText)
    ).toEqual(['0 B', '1023 B', '1.0 KiB', '1.5 KiB', '150 MiB', '1024 TiB']);
  });

  it('write shapes as PyTorch does', () => {
    expect([[], [3], [2, 3]].map(shapeText)).toEqual(['()', '(3,)', '(2, 3)']);
  });

  it('say what a module and a list are made of', () => {
    const inside = { children: 2, parameters: 1234, frozen: 0, facts: [] };
    const net = aRow('net', { kind: 'module', shape: null, inside });
    expect(sizeText(net, trans)).toBe(`${(1234).toLocaleString()} parameters`);
    const list = aRow('xs', {
      kind: 'group',
      shape: null,
      inside: { ...inside, parameters: null }
    });
    expect(sizeText(list, trans)).toBe('2 items');
  });

  it('tell only what is worth telling of a plain tensor', () => {
    expect(factTexts(aRow('x'), trans)).toEqual(['float32']);
  });

  it('tell gradient, layout, device and note where there is something to tell', () => {
    const row = aRow('x', {
      device: 'cuda:0',
      gradient: 'made',
      by: 'AddBackward0',
      layout: 'permuted',
      note: 'freed'
    });
    expect(factTexts(row, trans)).toEqual([
      'float32',
      'cuda:0',
      'from AddBackward0',
      'permuted',
      'its memory was freed'
    ]);
  });

  it('speak of a part where others see the whole, or where it keeps much alive', () => {
    const part = (storage: number, bytes: number) =>
      factTexts(
        aRow('x', { layout: 'part', storage, storage_bytes: bytes }),
        trans
      ).slice(1);
    expect([part(0, 64), part(1, 64), part(0, 4 * 1024 ** 2)]).toEqual([
      [],
      ['a part'],
      ['a part of 4.0 MiB']
    ]);
  });

  it('name NaN and infinity only where they were found', () => {
    const strange = (nan: number, infinite: number) =>
      strangeText(aRow('x', { strange: { nan, infinite } }));
    expect([
      strange(0, 0),
      strange(2, 0),
      strange(0, 1),
      strange(2, 1)
    ]).toEqual(['', '2 NaN', '1 ∞', '2 NaN, 1 ∞']);
    expect(strangeText(aRow('x'))).toBe('');
  });

  it('say a whole row in one sentence', () => {
    const row = aRow('x', { storage: 2, mark: 'changed' });
    expect(rowText(row, trans)).toBe(
      'x, tensor, (2, 3), float32, 24 B, shares memory, group 2, changed'
    );
  });

  it('have a sentence for every condition, with the time of the list that still stands', () => {
    const conditions: Condition[] = [
      'between-cells',
      'contract',
      'dead',
      'failed',
      'foreign',
      'gone',
      'late',
      'missing',
      'no-kernel',
      'no-notebook',
      'restarting',
      'starting'
    ];
    for (const condition of conditions) {
      expect(conditionText(condition, null, trans)).toMatch(/[.…]$/);
    }
    expect(conditionText('late', '12:00', trans)).toContain(
      'The list is as of 12:00.'
    );
    expect(conditionText('none', '12:00', trans)).toBe('');
  });
});

import type { JournalEntry } from '../../contracts';
import { newestFirst } from '../journal-model';

function anEntry(id: string, change: Partial<JournalEntry> = {}): JournalEntry {
  return {
    id,
    time: '2026-01-01T00:00:00.000Z',
    pack: 'tiny',
    lesson: 'one',
    title: 'One',
    question: 'Why?',
    text: 'Because.',
    met: [],
    ...change
  };
}

describe('The journal', () => {
  it('shows the newest entry first', () => {
    const entries = [anEntry('1', { text: 'a' }), anEntry('2', { text: 'b' })];
    expect(newestFirst(entries).map(entry => entry.id)).toEqual(['2', '1']);
  });

  it('shows an explanation once, with the points ticked last', () => {
    const ticked = anEntry('2', { met: [0, 2] });
    expect(newestFirst([anEntry('1'), ticked])).toEqual([ticked]);
  });

  it('keeps the same words about two lessons apart', () => {
    expect(
      newestFirst([anEntry('1'), anEntry('2', { lesson: 'two' })])
    ).toHaveLength(2);
  });
});

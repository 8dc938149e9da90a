import { ServerProblem } from '../../api/server-problem';
import type { JournalEntry } from '../../contracts';
import type { IClient, ICourse } from '../../tokens';
import { JournalModel } from '../journal-model';

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

/** A journal with these entries, oldest first, in front of a server that answers a tick with `tick`. */
async function aJournal(
  entries: JournalEntry[],
  tick: IClient['tick'] = () => Promise.resolve()
) {
  const client = {
    journal: () => Promise.resolve({ entries, new_badges: [] }),
    tick
  } as unknown as IClient;
  const course = { award: () => undefined } as unknown as ICourse;
  const journal = new JournalModel(client, course, null);
  await journal.load();
  return journal;
}

describe('The journal', () => {
  it('shows the newest entry first', async () => {
    const journal = await aJournal([anEntry('1'), anEntry('2')]);
    expect(journal.entries?.map(entry => entry.id)).toEqual(['2', '1']);
  });

  it('sends what is ticked, and none of the words', async () => {
    const sent: unknown[] = [];
    const journal = await aJournal([anEntry('1')], (...asked) => {
      sent.push(asked);
      return Promise.resolve();
    });
    await journal.tick(anEntry('1'), [0, 2]);
    expect(sent).toEqual([['1', { met: [0, 2] }]]);
    expect(journal.entries?.[0]?.met).toEqual([0, 2]);
  });

  it('takes a tick back that could not be saved, and says why', async () => {
    const journal = await aJournal([anEntry('1', { met: [1] })], () =>
      Promise.reject(new ServerProblem('The disk is full.', ''))
    );
    await journal.tick(anEntry('1', { met: [1] }), [0, 1]);
    expect(journal.entries?.[0]?.met).toEqual([1]);
    expect(journal.problem?.message).toBe('The disk is full.');
  });
});

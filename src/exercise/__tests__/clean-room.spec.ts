import { PromiseDelegate } from '@lumino/coreutils';

import { ServerProblem } from '../../api/server-problem';
import type {
  CheckReply,
  CleanRoomReply,
  CleanRoomRequest,
  CleanRoomState,
  Problem
} from '../../contracts';
import type { IClient } from '../../tokens';
import type { IWholeNotebook } from '../clean-room';
import { CleanRoom } from '../clean-room';
import { aLessonProgress, aVerdict } from './sample';

const NOTEBOOK: IWholeNotebook = {
  path: 'one.ipynb',
  kernel: 'kernel',
  kernelName: 'python3',
  at: 1,
  cells: ['row = 1', 'double = 2'].map((source, at) => ({
    id: `cell-${at}`,
    source,
    raises: false,
    exercise: at === 1 ? 'double' : null,
    deal: null
  }))
};

function aState(change: Partial<CleanRoomState> = {}): CleanRoomState {
  return {
    id: 'room',
    phase: 'running',
    cell: 1,
    cells: 2,
    reply: null,
    problem: null,
    ...change
  };
}

function aReply(): CleanRoomReply {
  const check: CheckReply = {
    verdict: aVerdict({ outcome: 'failed' }),
    progress: aLessonProgress(),
    new_badges: [],
    saved: true,
    notice: null
  };
  return { say: '`row` is not there.', check, hidden: [], troubles: [] };
}

/** A clean room whose server gives one state after the other; the last one stays. */
function aRoom(states: CleanRoomState[], more: Partial<IClient> = {}) {
  const asked: CleanRoomRequest[] = [];
  const cancelled: string[] = [];
  const taken: [CheckReply, string][] = [];
  const problems: Problem[] = [];
  const seen: (string | undefined)[] = [];
  const next = () => Promise.resolve(states.shift() ?? aState());
  const client = {
    cleanRoom: (request: CleanRoomRequest) => {
      asked.push(request);
      return next();
    },
    cleanRoomState: next,
    cancelCleanRoom: (id: string) => {
      cancelled.push(id);
      return Promise.resolve();
    },
    ...more
  } as IClient;
  const room = new CleanRoom({
    client,
    lesson: { pack: 'tiny', lesson: 'one' },
    exercise: 'double',
    changed: () =>
      seen.push(
        room.state ? `${room.state.phase} ${room.state.cell}` : undefined
      ),
    take: (reply, source) => taken.push([reply, source]),
    fail: problem => problems.push(problem)
  });
  return { room, asked, cancelled, taken, problems, seen };
}

describe('A clean room', () => {
  it('asks once, follows each step, and gives the verdict on the cell as it was sent', async () => {
    const reply = aReply();
    const { room, asked, taken, seen } = aRoom([
      aState({ phase: 'starting', cell: 0 }),
      aState({ cell: 2 }),
      aState({ phase: 'done', reply })
    ]);
    await room.check(NOTEBOOK, 'after-use');
    expect(asked).toEqual([
      {
        id: expect.stringMatching(/./) as string,
        pack: 'tiny',
        lesson: 'one',
        exercise: 'double',
        path: 'one.ipynb',
        kernel: 'kernel',
        kernel_name: 'python3',
        cells: NOTEBOOK.cells,
        at: 1,
        keep_spare: true
      }
    ]);
    expect(seen).toEqual(['starting 0', 'starting 0', 'running 2', undefined]);
    expect(taken).toEqual([[reply.check, 'double = 2']]);
    expect(room.reply).toBe(reply);
  });

  it('keeps no kernel where the learner wants none', async () => {
    const { room, asked } = aRoom([aState({ phase: 'stopped' })]);
    await room.check(NOTEBOOK, 'never');
    expect(asked[0]?.keep_spare).toBe(false);
  });

  it('is one at a time', async () => {
    const { room, asked } = aRoom([aState({ phase: 'stopped' })]);
    await Promise.all([
      room.check(NOTEBOOK, 'never'),
      room.check(NOTEBOOK, 'never')
    ]);
    expect(asked).toHaveLength(1);
  });

  it('stops when asked to, without a verdict', async () => {
    const stopped = new PromiseDelegate<CleanRoomState>();
    const { room, cancelled, taken, problems } = aRoom([aState()], {
      cleanRoomState: () => stopped.promise
    });
    const checked = room.check(NOTEBOOK, 'never');
    const id = room.state?.id;
    void room.cancel();
    void room.cancel();
    expect(room.isStopping).toBe(true);
    stopped.resolve(aState({ phase: 'stopped' }));
    await checked;
    expect([cancelled, taken, problems]).toEqual([[id], [], []]);
    expect([room.state, room.isStopping]).toEqual([null, false]);
  });

  it('says why there is no verdict, in the server’s words', async () => {
    const problem = { message: 'No such kernel.', remedy: '' };
    const { room, problems } = aRoom([aState({ phase: 'done', problem })]);
    await room.check(NOTEBOOK, 'never');
    expect(problems).toEqual([problem]);
  });

  it('says so when the server is gone in the middle', async () => {
    const { room, problems } = aRoom([aState()], {
      cleanRoomState: () => Promise.reject(new ServerProblem('Gone.', 'Look.'))
    });
    await room.check(NOTEBOOK, 'never');
    expect(problems).toEqual([{ message: 'Gone.', remedy: 'Look.' }]);
    expect(room.state).toBeNull();
  });

  it('is stopped on the server when its notebook is closed', async () => {
    const { room, cancelled, taken } = aRoom([aState(), aState()]);
    const checked = room.check(NOTEBOOK, 'never');
    room.dispose();
    await checked;
    expect([cancelled.length, taken]).toEqual([1, []]);
  });
});

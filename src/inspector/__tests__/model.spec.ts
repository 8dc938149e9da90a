import type { InspectReply } from '../../contracts';
import { InspectorModel } from '../model';
import { HandKernel } from './kernel';
import { aPage, aRow } from './sample';

function aKernel(...names: string[]): HandKernel {
  const kernel = new HandKernel();
  kernel.answer = () =>
    Promise.resolve({ page: aPage(names.map(name => aRow(name))) });
  return kernel;
}

/** Let everything that is under way go as far as it can. */
async function settle(): Promise<void> {
  await jest.advanceTimersByTimeAsync(0);
}

function names(model: InspectorModel): string[] {
  return model.page?.rows.map(row => row.name) ?? [];
}

describe('The inspector', () => {
  beforeEach(() => {
    jest.useFakeTimers();
  });

  afterEach(() => {
    jest.useRealTimers();
  });

  it('asks nothing and makes nothing while nobody looks', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    kernel.cell('begin');
    kernel.cell('end');
    await settle();
    expect([kernel.questions, [...kernel.subshells]]).toEqual([[], []]);
  });

  it('lists when somebody looks, and gives the subshell back afterwards', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    for (let round = 0; round < 100; round++) {
      model.look(true);
      await settle();
      expect(names(model)).toEqual(['x']);
      expect(kernel.subshells.size).toBe(1);
      model.look(false);
      await settle();
      expect(kernel.subshells.size).toBe(0);
    }
  });

  it('gives back a subshell that comes after the panel was closed', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    model.look(false);
    await settle();
    expect(kernel.subshells.size).toBe(0);
    expect(kernel.questions).toEqual([]);
  });

  it('gives it back when the page is left, and cleans up behind other pages', async () => {
    const kernel = aKernel('x');
    kernel.subshells.add('of another page');
    kernel.left.push('of another page');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    expect(kernel.subshells.size).toBe(1);
    window.dispatchEvent(new Event('pagehide'));
    expect(kernel.subshells.size).toBe(0);
  });

  it('asks once a second while a cell runs, and once more at its end', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    expect(kernel.questions).toMatchObject([{ begin: true, running: false }]);
    kernel.cell('begin');
    await settle();
    expect(model.isLive).toBe(true);
    await jest.advanceTimersByTimeAsync(3000);
    expect(kernel.questions).toHaveLength(5);
    expect(kernel.questions[4]).toMatchObject({ running: true });
    kernel.cell('end');
    await settle();
    expect(kernel.questions[5]).toMatchObject({ ended: true, running: false });
    expect(model.isLive).toBe(false);
    await jest.advanceTimersByTimeAsync(10_000);
    expect(kernel.questions).toHaveLength(6);
  });

  it('takes no answer on the side for the end of a cell', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    kernel.cell('begin', 'mine');
    kernel.cell('end', 'another');
    await settle();
    expect(model.isLive).toBe(true);
  });

  it('keeps the last list and says so when the answer is late', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    let release: (reply: Partial<InspectReply>) => void = () => undefined;
    kernel.answer = () =>
      new Promise(resolve => {
        release = resolve;
      });
    model.refresh();
    await jest.advanceTimersByTimeAsync(3000);
    expect([model.condition, names(model)]).toEqual(['late', ['x']]);
    // Nothing piles up behind the late answer.
    model.refresh();
    model.refresh();
    await settle();
    expect(kernel.questions).toHaveLength(2);
    release({ page: aPage([aRow('y')]) });
    await settle();
    expect([model.condition, names(model)]).toEqual(['none', ['y']]);
  });

  it('makes a new subshell after a restart, and lists again by itself', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    for (let round = 0; round < 100; round++) {
      kernel.setStatus('restarting');
      await settle();
      expect([model.condition, names(model)]).toEqual(['restarting', ['x']]);
      kernel.setStatus('idle');
      await settle();
      expect([model.condition, kernel.subshells.size]).toEqual(['none', 1]);
    }
  });

  it('makes a new subshell when the kernel does not know the old one', async () => {
    const kernel = aKernel('x');
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    kernel.subshells.clear();
    model.refresh();
    await settle();
    expect([model.condition, kernel.subshells.size]).toEqual(['none', 1]);
  });

  it('waits for the end of the cell where the kernel has no subshells', async () => {
    const kernel = aKernel('x');
    kernel.supportsSubshells = false;
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    kernel.cell('begin');
    await jest.advanceTimersByTimeAsync(5000);
    expect([model.condition, kernel.questions.length]).toEqual([
      'between-cells',
      1
    ]);
    kernel.cell('end');
    await settle();
    expect([model.condition, kernel.questions.length]).toEqual(['none', 2]);
  });

  it('says what the kernel lacks', async () => {
    for (const [opening, condition] of [
      ['error', 'missing'],
      ['contract 9999', 'contract'],
      ['no kernel', 'foreign']
    ] as const) {
      const kernel = aKernel('x');
      kernel.opening = opening;
      const model = new InspectorModel();
      model.follow('work.ipynb', kernel.connection);
      model.look(true);
      await settle();
      expect(model.condition).toBe(condition);
      model.dispose();
      await settle();
      expect(kernel.subshells.size).toBe(0);
    }
  });

  it('follows the notebook in front, and leaves nothing in the one behind', async () => {
    const one = aKernel('x');
    const two = aKernel('y');
    const model = new InspectorModel();
    model.follow('one.ipynb', one.connection);
    model.look(true);
    await settle();
    model.follow('two.ipynb', two.connection);
    await settle();
    expect(names(model)).toEqual(['y']);
    expect([one.subshells.size, two.subshells.size]).toEqual([0, 1]);
    model.follow('', null);
    expect([model.condition, model.page]).toEqual(['no-notebook', null]);
  });

  it('forgets the answer of a kernel that is not in front any more', async () => {
    const one = aKernel();
    let release: (reply: Partial<InspectReply>) => void = () => undefined;
    one.answer = () =>
      new Promise(resolve => {
        release = resolve;
      });
    const two = aKernel('y');
    const model = new InspectorModel();
    model.follow('one.ipynb', one.connection);
    model.look(true);
    await settle();
    model.follow('two.ipynb', two.connection);
    release({ page: aPage([aRow('x')]) });
    await settle();
    expect(names(model)).toEqual(['y']);
  });

  it('looks for NaN until all are looked at', async () => {
    const kernel = aKernel('x');
    kernel.answer = question =>
      Promise.resolve(
        question.ask === 'examine'
          ? {
              examined: {
                next: question.start === 0 ? 10 : null,
                looked: 10,
                found: 1
              }
            }
          : { page: aPage([]) }
      );
    const model = new InspectorModel();
    model.follow('work.ipynb', kernel.connection);
    model.look(true);
    await settle();
    await model.examine();
    expect(model.examination).toEqual({
      isRunning: false,
      looked: 20,
      found: 2
    });
  });
});

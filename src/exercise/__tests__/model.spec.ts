import { PromiseDelegate } from '@lumino/coreutils';

import { ServerProblem } from '../../api/server-problem';
import type { CheckReply, CheckRequest } from '../../contracts';
import { CourseModel } from '../../course/model';
import type { IClient } from '../../tokens';
import type { IAnswerCell, IRun } from '../model';
import { ExerciseModel } from '../model';
import { Turnstile } from '../turnstile';
import {
  aCourse,
  aLessonProgress,
  aLessonReply,
  anExercise,
  aProgress,
  aVerdict
} from './sample';

const LESSON = { pack: 'tiny', lesson: 'one' };

/** A learner's cell in memory, with a kernel that does as it is told. */
class Cell implements IAnswerCell {
  source = 'double = 2';
  deal: number | null = null;
  kernelId: string | null = 'kernel';
  isKernelBusy = false;
  raises = false;
  sentAs: string | null = null;
  readonly log: string[] = [];
  readonly idle = new PromiseDelegate<void>();
  runs: Promise<void> = Promise.resolve();

  write(source: string): void {
    this.source = source;
  }

  async whenIdle(signal: AbortSignal): Promise<void> {
    signal.addEventListener('abort', () => {
      this.idle.resolve();
    });
    await this.idle.promise;
  }

  run(): IRun {
    this.log.push('run');
    return {
      sent: Promise.resolve(this.sentAs),
      ended: this.runs.then(() => this.raises)
    };
  }

  interrupt(): Promise<void> {
    this.log.push('interrupt');
    return Promise.resolve();
  }

  redeal(_: unknown, number: number): void {
    this.deal = number;
    this.source = `double = ...\n# deal ${number}`;
  }
}

function reply(change: Partial<CheckReply> = {}): CheckReply {
  return {
    verdict: aVerdict(),
    progress: aLessonProgress(),
    new_badges: [],
    saved: true,
    notice: null,
    ...change
  };
}

/** A model whose lesson has arrived, with a client in which a specification replaces what it is about. */
async function aModel(
  answers: Partial<IClient> = {},
  exercise = anExercise(),
  progress = aLessonProgress()
) {
  const unasked = () => Promise.reject(new Error('not asked for'));
  const client: IClient = {
    course: () => Promise.resolve(aCourse()),
    lesson: () => Promise.resolve(aLessonReply([exercise], progress)),
    open: unasked,
    check: () => Promise.resolve(reply()),
    cancel: unasked,
    cleanRoom: unasked,
    cleanRoomReady: unasked,
    cleanRoomState: unasked,
    cancelCleanRoom: unasked,
    hint: unasked,
    reveal: unasked,
    reset: unasked,
    journal: unasked,
    explain: unasked,
    tick: unasked,
    badgeSeen: () => Promise.resolve(),
    explainError: unasked,
    ...answers
  };
  const course = new CourseModel(client);
  const model = new ExerciseModel({
    lesson: LESSON,
    exercise: exercise.id,
    client,
    course,
    turnstile: new Turnstile()
  });
  await model.load();
  return { model, course };
}

describe('Checking an answer', () => {
  it('is busy at once, runs the cell, and then has it judged', async () => {
    const asked: CheckRequest[] = [];
    const cell = new Cell();
    const { model } = await aModel({
      check: request => {
        cell.log.push('check');
        asked.push(request);
        return Promise.resolve(reply());
      }
    });
    const checked = model.check(cell);
    expect(model.phase).toBe('running');
    await checked;
    expect(cell.log).toEqual(['run', 'check']);
    expect(asked).toEqual([
      {
        id: expect.stringMatching(/./) as string,
        ...LESSON,
        exercise: 'double',
        kernel: 'kernel',
        source: 'double = 2',
        deal: null,
        raised: false
      }
    ]);
    expect(model.phase).toBe('idle');
    expect(model.verdict).toEqual(aVerdict());
  });

  it('says that the cell raised, and has it judged all the same', async () => {
    const asked: (boolean | undefined)[] = [];
    const { model } = await aModel({
      check: request => {
        asked.push(request.raised);
        return Promise.resolve(reply());
      }
    });
    const cell = new Cell();
    cell.raises = true;
    await model.check(cell);
    expect(asked).toEqual([true]);
  });

  it('asks the server while the cell is on its way, and takes the verdict before it hears of its end', async () => {
    const asked: unknown[] = [];
    const { model } = await aModel({
      check: request => {
        asked.push([request.cell, request.raised]);
        return Promise.resolve(reply());
      }
    });
    const cell = new Cell();
    const running = new PromiseDelegate<void>();
    cell.sentAs = 'message';
    cell.runs = running.promise;
    await model.check(cell);
    expect(asked).toEqual([['message', undefined]]);
    expect([model.phase, model.verdict]).toEqual(['idle', aVerdict()]);
    running.resolve();
    await running.promise;
    await Promise.resolve();
    expect(model.phase).toBe('idle');
  });

  it('asks again at the end of a cell that goes on for longer', async () => {
    const asked: unknown[] = [];
    const running = new PromiseDelegate<void>();
    const { model } = await aModel({
      check: request => {
        asked.push([request.cell, request.raised]);
        running.resolve();
        return Promise.resolve(asked.length === 1 ? null : reply());
      }
    });
    const cell = new Cell();
    cell.sentAs = 'message';
    cell.runs = running.promise;
    cell.raises = true;
    await model.check(cell);
    expect(asked).toEqual([
      ['message', undefined],
      [undefined, true]
    ]);
    expect(model.verdict).toEqual(aVerdict());
  });

  it('does not run a cell that has no kernel, but asks what to say', async () => {
    const cell = new Cell();
    cell.kernelId = null;
    const { model } = await aModel();
    await model.check(cell);
    expect(cell.log).toEqual([]);
    expect(model.verdict).not.toBeNull();
  });

  it('checks once for a double click', async () => {
    let checks = 0;
    const { model } = await aModel({
      check: () => {
        checks += 1;
        return Promise.resolve(reply());
      }
    });
    const cell = new Cell();
    await Promise.all([model.check(cell), model.check(cell)]);
    expect(checks).toBe(1);
  });

  it('checks once more when the cell changed before the second click', async () => {
    const sources: unknown[] = [];
    const cell = new Cell();
    const { model } = await aModel({
      check: request => {
        sources.push(request.source);
        if (sources.length === 1) {
          cell.source = 'double = 3';
          void model.check(cell);
        }
        return Promise.resolve(reply());
      }
    });
    await model.check(cell);
    expect(sources).toEqual(['double = 2', 'double = 3']);
  });

  it('turns a failure into sentences and is ready again', async () => {
    const { model } = await aModel({
      check: () =>
        Promise.reject(new ServerProblem('It does not answer.', 'Try again.'))
    });
    await model.check(new Cell());
    expect(model.problem).toEqual({
      message: 'It does not answer.',
      remedy: 'Try again.'
    });
    expect(model.phase).toBe('idle');
  });
});

describe('Cancelling a check', () => {
  it('stops waiting for a busy kernel and leaves the kernel alone', async () => {
    const cell = new Cell();
    cell.isKernelBusy = true;
    const { model } = await aModel();
    const checked = model.check(cell);
    expect(model.phase).toBe('waiting');
    await Promise.resolve();
    await model.cancel(cell);
    await checked;
    expect(cell.log).toEqual([]);
    expect([model.phase, model.verdict]).toEqual(['idle', null]);
  });

  it('interrupts a cell that runs, and judges nothing', async () => {
    const cell = new Cell();
    const running = new PromiseDelegate<void>();
    cell.runs = running.promise;
    const { model } = await aModel();
    const checked = model.check(cell);
    await Promise.resolve();
    await model.cancel(cell);
    expect(model.phase).toBe('cancelling');
    running.resolve();
    await checked;
    expect(cell.log).toEqual(['run', 'interrupt']);
    expect([model.phase, model.verdict]).toEqual(['idle', null]);
  });

  it('stops the cell and the check that waits for it, and judges nothing', async () => {
    const running = new PromiseDelegate<void>();
    const begun = new PromiseDelegate<void>();
    const judged = new PromiseDelegate<CheckReply>();
    const cancelled: string[] = [];
    const { model } = await aModel({
      check: () => {
        begun.resolve();
        return judged.promise;
      },
      cancel: id => {
        cancelled.push(id);
        judged.resolve(reply());
        return Promise.resolve();
      }
    });
    const cell = new Cell();
    cell.sentAs = 'message';
    cell.runs = running.promise;
    const checked = model.check(cell);
    await begun.promise;
    await model.cancel(cell);
    running.resolve();
    await checked;
    expect(cancelled).toHaveLength(1);
    expect(cell.log).toEqual(['run', 'interrupt']);
    expect([model.phase, model.verdict]).toEqual(['idle', null]);
  });

  it('asks the server to stop a check that is being judged', async () => {
    const judged = new PromiseDelegate<CheckReply>();
    const begun = new PromiseDelegate<string>();
    const cancelled: string[] = [];
    const { model } = await aModel({
      check: request => {
        begun.resolve(request.id);
        return judged.promise;
      },
      cancel: id => {
        cancelled.push(id);
        return Promise.resolve();
      }
    });
    const cell = new Cell();
    const checked = model.check(cell);
    const id = await begun.promise;
    await model.cancel(cell);
    judged.resolve(reply({ verdict: aVerdict({ outcome: 'cannot-check' }) }));
    await checked;
    expect(cancelled).toEqual([id]);
    expect(model.phase).toBe('idle');
  });
});

describe('An event that could not be saved', () => {
  it('is told beside the verdict', async () => {
    const { model } = await aModel({
      check: () =>
        Promise.resolve(reply({ saved: false, notice: 'Disk full.' }))
    });
    await model.check(new Cell());
    expect(model.notice).toBe('Disk full.');
    expect(model.problem).toBeNull();
    expect(model.verdict).toEqual(aVerdict());
  });
});

describe('A verdict', () => {
  it('is of an earlier version once the cell has changed, until it is changed back', async () => {
    const { model } = await aModel();
    const cell = new Cell();
    await model.check(cell);
    expect(model.isStale).toBe(false);
    model.noteSource('double = 22');
    expect(model.isStale).toBe(true);
    model.noteSource('double = 2');
    expect(model.isStale).toBe(false);
  });
});

describe('Hints', () => {
  it('are asked for one after the other, and seen ones come before the next', async () => {
    const tiers: unknown[] = [];
    const { model } = await aModel({
      hint: request => {
        const tier = request.tier ?? 0;
        tiers.push(tier);
        return Promise.resolve({
          tier,
          text: '',
          notice: null,
          progress: aLessonProgress({ exercises: [aProgress({ hints: tier })] })
        });
      }
    });
    expect(model.hintInReach).toBe(1);
    await model.nextHint(null);
    expect(model.hints(null)).toEqual(['look']);
    expect(model.hintInReach).toBe(2);
    model.toggle('hints');
    expect(model.hintInReach).toBe(1);
    await model.nextHint(null);
    expect(model.drawer).toBe('hints');
    await model.nextHint(null);
    await model.nextHint(null);
    expect(tiers).toEqual([1, 2, 3]);
    await model.nextHint(null);
    expect([tiers.length, model.drawer]).toEqual([3, null]);
  });

  it('are those of the numbers that were dealt', async () => {
    const exercise = anExercise({
      deals: [0, 1].map(number => ({
        number,
        task: '',
        starter: '',
        hints: [`look at ${number}`, '', ''] as const,
        choices: [{ name: 'a', options: [`${number}`] }]
      }))
    });
    const progress = aLessonProgress({ exercises: [aProgress({ hints: 1 })] });
    const { model } = await aModel({}, exercise, progress);
    expect(model.hints(1)).toEqual(['look at 1']);
    expect(model.choices(1)).toEqual([{ name: 'a', options: ['1'] }]);
  });
});

describe('The solution', () => {
  const solution = { title: '', source: 'double = 4', explanation: '' };

  it('is asked about before it is open', async () => {
    const asked: (boolean | undefined)[] = [];
    const { model } = await aModel({
      reveal: request => {
        asked.push(request.asked);
        return Promise.resolve({
          solution,
          others: [],
          notice: null,
          progress: aLessonProgress()
        });
      }
    });
    await model.solution(null);
    expect([model.question, asked]).toEqual(['reveal', []]);
    await model.reveal(null, true);
    expect([model.question, model.drawer, asked]).toEqual([
      null,
      'solution',
      [true]
    ]);
  });

  it('is shown at once when it is open', async () => {
    const { model } = await aModel(
      {
        reveal: () =>
          Promise.resolve({
            solution,
            others: [],
            notice: null,
            progress: aLessonProgress()
          })
      },
      anExercise(),
      aLessonProgress({ exercises: [aProgress({ solution_open: true })] })
    );
    await model.solution(null);
    expect([model.question, model.drawer]).toEqual([null, 'solution']);
  });
});

describe('Resetting', () => {
  const answers: Partial<IClient> = {
    reset: () =>
      Promise.resolve({
        starter: 'double = ...',
        notice: null,
        progress: aLessonProgress()
      })
  };

  it('puts the starter back and can be undone', async () => {
    const { model } = await aModel(answers);
    const cell = new Cell();
    model.askReset();
    expect(model.question).toBe('reset');
    await model.reset(cell);
    expect([cell.source, model.question, model.canUndo]).toEqual([
      'double = ...',
      null,
      true
    ]);
    model.undoReset(cell);
    expect([cell.source, model.canUndo]).toEqual(['double = 2', false]);
  });

  it('can no longer be undone once the learner went on writing', async () => {
    const { model } = await aModel(answers);
    const cell = new Cell();
    await model.reset(cell);
    model.noteSource('double = 5');
    expect(model.canUndo).toBe(false);
  });
});

describe('Fresh numbers', () => {
  it('are those of the next deal, and the first one again after the last', async () => {
    const exercise = anExercise({
      deals: [0, 1].map(number => ({
        number,
        task: '',
        starter: '',
        hints: ['', '', ''] as const,
        choices: []
      }))
    });
    const { model } = await aModel({}, exercise);
    const cell = new Cell();
    cell.deal = 0;
    model.redeal(cell);
    expect(cell.deal).toBe(1);
    model.redeal(cell);
    expect(cell.deal).toBe(0);
  });
});

describe('An exercise that the lesson does not have', () => {
  it('is loaded, but not there', async () => {
    const { model, course } = await aModel();
    const stranger = new ExerciseModel({
      lesson: LESSON,
      exercise: 'stranger',
      client: {} as IClient,
      course,
      turnstile: new Turnstile()
    });
    expect([model.isLoaded, stranger.isLoaded]).toEqual([true, true]);
    expect(stranger.exercise).toBeUndefined();
  });
});

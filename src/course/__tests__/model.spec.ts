import { ServerProblem } from '../../api/server-problem';
import type { Badge, BadgeSeenRequest, Course } from '../../contracts';
import {
  aCourse,
  aLessonProgress,
  aLessonReply,
  aProgress
} from '../../exercise/__tests__/sample';
import type { IClient } from '../../tokens';
import { CourseModel } from '../model';

const KEY = { pack: 'tiny', lesson: 'one' };

function aBadge(change: Partial<Badge> = {}): Badge {
  return {
    id: 'spark',
    title: 'Spark',
    how: 'Pass one.',
    says: 'It lives.',
    ...KEY,
    earned_at: '2026-01-01T00:00:00.000Z',
    seen: false,
    ...change
  };
}

function aModel(answers: Partial<IClient> = {}) {
  const seen: BadgeSeenRequest[] = [];
  const client = {
    course: () => Promise.resolve(aCourse()),
    lesson: () => Promise.resolve(aLessonReply()),
    badgeSeen: (request: BadgeSeenRequest) => {
      seen.push(request);
      return Promise.resolve();
    },
    ...answers
  } as IClient;
  return { model: new CourseModel(client), seen };
}

describe('The course', () => {
  it('is loading, then ready', async () => {
    const { model } = aModel();
    expect(model.state).toBe('loading');
    await model.refresh();
    expect([model.state, model.course]).toEqual(['ready', aCourse()]);
  });

  it('says in sentences why it could not be read, and comes back', async () => {
    let works = false;
    const { model } = aModel({
      course: () =>
        works
          ? Promise.resolve(aCourse())
          : Promise.reject(new ServerProblem('Gone.', 'Look.'))
    });
    await model.refresh();
    expect([model.state, model.problem]).toEqual([
      'failed',
      { message: 'Gone.', remedy: 'Look.' }
    ]);
    works = true;
    await model.refresh();
    expect([model.state, model.problem]).toEqual(['ready', null]);
  });

  it('keeps the map it has when a later look fails', async () => {
    const replies: (() => Promise<Course>)[] = [
      () => Promise.resolve(aCourse()),
      () => Promise.reject(new Error('away'))
    ];
    const { model } = aModel({ course: () => replies.shift()!() });
    await model.refresh();
    await model.refresh();
    expect([model.state, model.problem?.message]).toEqual(['ready', 'away']);
  });
});

describe('A lesson', () => {
  it('is asked for once, however many bars want it', async () => {
    let asked = 0;
    const { model } = aModel({
      lesson: () => {
        asked += 1;
        return Promise.resolve(aLessonReply());
      }
    });
    await Promise.all([model.lesson(KEY), model.lesson(KEY)]);
    await model.lesson(KEY);
    expect(asked).toBe(1);
  });

  it('is asked for again after a failure', async () => {
    const replies = [
      () => Promise.reject(new Error('away')),
      () => Promise.resolve(aLessonReply())
    ];
    const { model } = aModel({ lesson: () => replies.shift()!() });
    await expect(model.lesson(KEY)).rejects.toThrow('away');
    await expect(model.lesson(KEY)).resolves.toEqual(aLessonReply());
  });

  it('follows new progress, in the lesson and on the map', async () => {
    const { model } = aModel();
    await model.refresh();
    await model.lesson(KEY);
    const progress = aLessonProgress({
      minutes_left: 3,
      exercises: [aProgress({ state: 'mastered' })]
    });
    let changes = 0;
    model.changed.connect(() => (changes += 1));
    model.accept(progress);
    expect(model.peek(KEY)?.progress).toEqual(progress);
    expect(model.course?.packs[0]?.lessons[0]?.progress).toEqual(progress);
    expect(changes).toBe(1);
  });

  it('asks where to go on once its last core exercise is passed', async () => {
    let asked = 0;
    const { model } = aModel({
      course: () => {
        asked += 1;
        return Promise.resolve(aCourse());
      }
    });
    await model.refresh();
    model.accept(
      aLessonProgress({
        exercises: ['double', 'second'].map(exercise =>
          aProgress({ exercise, state: 'mastered' })
        )
      })
    );
    expect(asked).toBe(2);
  });
});

describe('A new badge', () => {
  it('is news until it is dismissed, and is told to the server once', async () => {
    const { model, seen } = aModel();
    await model.refresh();
    const earned: string[][] = [];
    model.badgesEarned.connect((_, badges) =>
      earned.push(badges.map(badge => badge.id))
    );
    model.award([aBadge(), aBadge({ id: 'second' })]);
    model.award([aBadge()]);
    expect([model.news.length, earned]).toEqual([2, [['spark', 'second']]]);
    model.dismiss(aBadge({ id: 'second' }));
    seen.length = 0;
    model.markSeen(aBadge());
    model.dismiss(aBadge());
    expect(model.news).toEqual([]);
    expect(seen).toEqual([{ ...KEY, badge: 'spark' }]);
  });

  it('is no news when a verdict shows it', () => {
    const { model, seen } = aModel();
    model.award([aBadge()], true);
    expect([model.news, seen.length]).toEqual([[], 1]);
  });

  it('that was not seen in an earlier session is news, a seen one is not', async () => {
    const badges = [aBadge(), aBadge({ id: 'old', seen: true })];
    const { model } = aModel({
      course: () => Promise.resolve(aCourse(undefined, { badges }))
    });
    await model.refresh();
    expect(model.news.map(badge => badge.id)).toEqual(['spark']);
  });
});

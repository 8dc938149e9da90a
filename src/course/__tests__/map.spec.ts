import {
  aCourse,
  aLessonProgress,
  aProgress
} from '../../exercise/__tests__/sample';
import { courseRows, isFinished, lessonToGoOn, nextExercise } from '../map';

const half = aLessonProgress({
  exercises: [
    aProgress({ exercise: 'double', state: 'helped' }),
    aProgress({ exercise: 'second', state: 'tried' }),
    aProgress({ exercise: 'third', state: 'mastered' })
  ]
});
const all = aLessonProgress({
  exercises: [
    aProgress({ exercise: 'double', state: 'helped' }),
    aProgress({ exercise: 'second', state: 'mastered' })
  ]
});

describe('The course map', () => {
  it('has a dot for each exercise, the core apart from the rest', () => {
    const row = courseRows(aCourse(half), null)[0]?.rows[0];
    expect(row?.core).toEqual([
      { exercise: 'double', title: 'Twice', state: 'helped' },
      { exercise: 'second', title: 'Second', state: 'next' }
    ]);
    expect(row?.more).toEqual([
      { exercise: 'third', title: 'Third', state: 'mastered' }
    ]);
  });

  it('marks the lesson in front of the learner before the one the server names', () => {
    const other = { pack: 'tiny', lesson: 'other' };
    expect(courseRows(aCourse(half), other)[0]?.rows[0]?.here).toBe(false);
    expect(courseRows(aCourse(half), null)[0]?.rows[0]?.here).toBe(true);
  });

  it('shows no next exercise in a lesson that is not here', () => {
    const row = courseRows(aCourse(half, { here: null }), null)[0]?.rows[0];
    expect(row?.core.map(dot => dot.state)).toEqual(['helped', 'empty']);
  });

  it('leaves out a lesson that a module names but the pack does not have', () => {
    const course = aCourse(half);
    const pack = course.packs[0]!;
    const module = { ...pack.modules[0]!, lessons: ['one', 'lost'] };
    const rows = courseRows(
      { ...course, packs: [{ ...pack, modules: [module] }] },
      null
    );
    expect(rows[0]?.rows.map(row => row.key.lesson)).toEqual(['one']);
  });
});

describe('The next exercise', () => {
  it('is the first core exercise that is not passed', () => {
    expect(nextExercise(aCourse(half).packs[0]!.lessons[0]!)).toBe('second');
  });

  it('is none when all are passed, and the lesson is then finished', () => {
    const card = aCourse(all).packs[0]!.lessons[0]!;
    expect([nextExercise(card), isFinished(card)]).toEqual([null, true]);
  });

  it('does not make a lesson without exercises finished', () => {
    const card = aCourse(all).packs[0]!.lessons[0]!;
    expect(isFinished({ ...card, core: [] })).toBe(false);
  });
});

describe('The lesson to go on with', () => {
  it('is the one the server names', () => {
    expect(lessonToGoOn(aCourse(half))?.key).toEqual({
      pack: 'tiny',
      lesson: 'one'
    });
  });

  it('is none when that lesson is no longer installed', () => {
    expect(lessonToGoOn(aCourse(half, { here: ['gone', 'one'] }))).toBeNull();
  });
});

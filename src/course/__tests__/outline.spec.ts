import {
  aLessonProgress,
  aLessonReply,
  anExercise,
  aProgress
} from '../../exercise/__tests__/sample';
import { outline } from '../outline';

describe('The outline of a lesson', () => {
  it('puts exercises with their states below their sections', () => {
    const reply = aLessonReply(
      [
        anExercise({ id: 'a', title: 'A' }),
        anExercise({ id: 'b', title: 'B', core: false }),
        anExercise({ id: 'c', title: 'C' })
      ],
      aLessonProgress({
        exercises: [aProgress({ exercise: 'a', state: 'mastered', hints: 1 })]
      }),
      {
        sections: [
          { title: 'Begin', depth: 1, cell: 'begin-1', exercises: [] },
          {
            title: 'Work',
            depth: 2,
            cell: 'work-1',
            exercises: ['a', 'b', 'c', 'not in the lesson']
          }
        ]
      }
    );
    expect(outline(reply)).toEqual([
      { title: 'Begin', depth: 1, cell: 'begin-1', exercises: [] },
      {
        title: 'Work',
        depth: 2,
        cell: 'work-1',
        exercises: [
          {
            id: 'a',
            title: 'A',
            core: true,
            state: 'mastered',
            next: false,
            hints: 1
          },
          {
            id: 'b',
            title: 'B',
            core: false,
            state: 'new',
            next: false,
            hints: 0
          },
          {
            id: 'c',
            title: 'C',
            core: true,
            state: 'new',
            next: true,
            hints: 0
          }
        ]
      }
    ]);
  });
});

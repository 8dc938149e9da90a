import type {
  Course,
  Exercise,
  ExerciseProgress,
  Finding,
  Lesson,
  LessonProgress,
  LessonReply,
  Preview,
  Verdict
} from '../../contracts';

/** An exercise with everything in it, for specifications to change what they are about. */
export function anExercise(change: Partial<Exercise> = {}): Exercise {
  return {
    id: 'double',
    title: 'Twice as much',
    task: 'Write `double`.',
    kind: 'function',
    level: 'apprentice',
    core: true,
    objectives: [],
    names: ['double'],
    promises: ['numbers', 'texts'],
    hints: ['look', 'think', 'nearly'],
    starter: 'double = ...',
    check: 'def check(double): ...',
    content: 'c',
    limit: 10,
    choices: [],
    deals: [],
    ...change
  };
}

export function aProgress(
  change: Partial<ExerciseProgress> = {}
): ExerciseProgress {
  return {
    exercise: 'double',
    state: 'new',
    attempts: 0,
    failures: 0,
    hints: 0,
    revealed: false,
    passed_at: null,
    misconception: null,
    solution_open: false,
    ...change
  };
}

export function aLessonProgress(
  change: Partial<LessonProgress> = {}
): LessonProgress {
  return {
    pack: 'tiny',
    lesson: 'one',
    opened: true,
    minutes_left: 10,
    exercises: [aProgress()],
    explained: false,
    last_event_at: null,
    ...change
  };
}

export function aLessonReply(
  exercises: readonly Exercise[] = [anExercise()],
  progress: LessonProgress = aLessonProgress(),
  change: Partial<Lesson> = {}
): LessonReply {
  return {
    lesson: {
      id: 'one',
      number: '1',
      title: 'One',
      question: 'Why?',
      minutes: 10,
      builds_on: [],
      objectives: [],
      exercises,
      sections: [],
      duck: null,
      glossary: [],
      badges: [],
      content: 'c',
      ...change
    },
    progress,
    hints_seen: {}
  };
}

export function aCourse(
  progress: LessonProgress = aLessonProgress(),
  change: Partial<Course> = {}
): Course {
  return {
    version: '0.1.0',
    contract: 1,
    packs: [
      {
        id: 'tiny',
        title: 'Tiny',
        version: '1',
        modules: [{ id: 'm', number: '0', title: 'M', lessons: ['one'] }],
        lessons: [
          {
            id: 'one',
            number: '0.1',
            title: 'One',
            question: 'Why?',
            minutes: 10,
            core: ['double', 'second'],
            titles: { double: 'Twice', second: 'Second', third: 'Third' },
            progress,
            path: null
          }
        ],
        problem: null
      }
    ],
    badges: [],
    here: ['tiny', 'one'],
    notices: [],
    ...change
  };
}

export function aFinding(change: Partial<Finding> = {}): Finding {
  return {
    promise: 'numbers',
    state: 'kept',
    category: null,
    say: '',
    seen: '',
    expected: null,
    got: null,
    replay: '',
    line: null,
    ...change
  };
}

export function aPreview(change: Partial<Preview> = {}): Preview {
  return {
    text: 'a tensor',
    shape: null,
    dtype: null,
    rows: 0,
    columns: 0,
    cells: [],
    levels: [],
    diverging: false,
    limits: null,
    wrong: [],
    origin: [],
    truncated: false,
    ...change
  };
}

export function aVerdict(change: Partial<Verdict> = {}): Verdict {
  return {
    pack: 'tiny',
    lesson: 'one',
    exercise: 'double',
    content: 'c',
    outcome: 'passed',
    say: 'Every promise is kept.',
    seen: '',
    next: '',
    misconception: null,
    findings: [],
    error: null,
    printed: '',
    seed: 0,
    deal: null,
    sandbox: 'fork',
    seconds: 0,
    contract: 1,
    ...change
  };
}

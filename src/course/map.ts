import type {
  Course,
  ExerciseProgress,
  LessonCard,
  Module,
  PackCard
} from '../contracts';
import type { ILessonKey } from '../tokens';

/** Full: mastered. Half: passed with help. Next: the one to go on with. Empty: not passed yet. */
export type DotState = 'empty' | 'helped' | 'mastered' | 'next';

/**
 * One exercise as a dot on the map.
 */
export interface IDot {
  readonly exercise: string;
  readonly title: string;
  readonly state: DotState;
}

/**
 * One lesson as a row of the map. `core` counts for the lesson, `more` may wait.
 */
export interface ILessonRow {
  readonly key: ILessonKey;
  readonly card: LessonCard;
  readonly here: boolean;
  readonly core: readonly IDot[];
  readonly more: readonly IDot[];
}

/**
 * Lessons under one heading. `begun` counts those with an event.
 */
export interface IModuleRows {
  readonly pack: PackCard;
  readonly module: Module;
  readonly begun: number;
  readonly rows: readonly ILessonRow[];
}

/**
 * The rows of the course map.
 *
 * @param course What the server said.
 * @param active The lesson in front of the learner, if any; it is then the one marked as here.
 */
export function courseRows(
  course: Course,
  active: ILessonKey | null
): IModuleRows[] {
  const here = active ?? (course.here && keyOfPair(course.here));
  return course.packs.flatMap(pack =>
    pack.modules.map(module => {
      const cards = module.lessons
        .map(id => pack.lessons.find(card => card.id === id))
        .filter(card => card !== undefined);
      return {
        pack,
        module,
        begun: cards.filter(card => card.progress.opened).length,
        rows: cards.map(card => {
          const key = { pack: pack.id, lesson: card.id };
          return lessonRow(key, card, sameLesson(key, here));
        })
      };
    })
  );
}

/**
 * One lesson with its dots. Only the lesson that is here has a next exercise.
 */
export function lessonRow(
  key: ILessonKey,
  card: LessonCard,
  here: boolean
): ILessonRow {
  const core = new Set(card.core);
  const next = here ? nextExercise(card) : null;
  const dot = (exercise: string): IDot => ({
    exercise,
    title: card.titles[exercise] ?? exercise,
    state: dotState(progressOf(card, exercise), exercise === next)
  });
  return {
    key,
    card,
    here,
    core: card.core.map(dot),
    more: Object.keys(card.titles)
      .filter(id => !core.has(id))
      .map(dot)
  };
}

/**
 * The first core exercise that is not passed; `null` when all are.
 */
export function nextExercise(card: LessonCard): string | null {
  return card.core.find(id => !isPassed(progressOf(card, id))) ?? null;
}

/**
 * Whether every core exercise of a lesson is passed. A lesson without any is never finished.
 */
export function isFinished(card: LessonCard): boolean {
  return card.core.length > 0 && nextExercise(card) === null;
}

/**
 * The lesson to go on with, with its card; `null` when everything is finished or nothing is installed.
 */
export function lessonToGoOn(
  course: Course
): { key: ILessonKey; card: LessonCard } | null {
  if (!course.here) {
    return null;
  }
  const key = keyOfPair(course.here);
  const card = course.packs
    .find(pack => pack.id === key.pack)
    ?.lessons.find(one => one.id === key.lesson);
  return card ? { key, card } : null;
}

/**
 * How far a learner is with an exercise, in the three states a dot can tell apart.
 */
export function isPassed(progress: ExerciseProgress | undefined): boolean {
  return progress?.state === 'mastered' || progress?.state === 'helped';
}

export function sameLesson(
  one: ILessonKey | null,
  other: ILessonKey | null
): boolean {
  return one?.pack === other?.pack && one?.lesson === other?.lesson;
}

function progressOf(
  card: LessonCard,
  exercise: string
): ExerciseProgress | undefined {
  return card.progress.exercises.find(one => one.exercise === exercise);
}

function dotState(
  progress: ExerciseProgress | undefined,
  next: boolean
): DotState {
  if (progress?.state === 'mastered' || progress?.state === 'helped') {
    return progress.state;
  }
  return next ? 'next' : 'empty';
}

function keyOfPair([pack, lesson]: readonly [string, string]): ILessonKey {
  return { pack, lesson };
}

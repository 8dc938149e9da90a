import type {
  Exercise,
  ExerciseProgress,
  ExerciseState,
  LessonReply
} from '../contracts';
import { isPassed } from './map';

/**
 * An exercise in the outline of a lesson.
 */
export interface IOutlineExercise {
  readonly id: string;
  readonly title: string;
  readonly core: boolean;
  readonly state: ExerciseState;
  readonly next: boolean;
  readonly hints: number;
}

/**
 * A section in the outline, with the exercises below its heading.
 */
export interface IOutlineSection {
  readonly title: string;
  readonly depth: number;
  readonly cell: string;
  readonly exercises: readonly IOutlineExercise[];
}

/**
 * Sections and exercises of a lesson as the outline shows them.
 */
export function outline(reply: LessonReply): IOutlineSection[] {
  const { lesson, progress } = reply;
  const states = new Map(progress.exercises.map(one => [one.exercise, one]));
  const next = lesson.exercises.find(
    exercise => exercise.core && !isPassed(states.get(exercise.id))
  )?.id;
  const exercises = new Map(lesson.exercises.map(one => [one.id, one]));
  return lesson.sections.map(section => ({
    title: section.title,
    depth: section.depth,
    cell: section.cell,
    exercises: section.exercises
      .map(id => exercises.get(id))
      .filter(exercise => exercise !== undefined)
      .map(exercise => outlineExercise(exercise, states, next))
  }));
}

function outlineExercise(
  exercise: Exercise,
  states: Map<string, ExerciseProgress>,
  next: string | undefined
): IOutlineExercise {
  const progress = states.get(exercise.id);
  return {
    id: exercise.id,
    title: exercise.title,
    core: exercise.core,
    state: progress?.state ?? 'new',
    next: exercise.id === next,
    hints: progress?.hints ?? 0
  };
}

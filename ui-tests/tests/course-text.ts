import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Lesson, Solutions } from '../../src/contracts';

/** The pack that the tests walk through: the built course itself. */
export const PACK = 'torchenstein';
export const FIRST = 'first-spark';
export const SECOND = 'creating-tensors';

const COURSE = resolve(__dirname, '..', '..', 'torchenstein_course');

function read(lesson: string, file: string): unknown {
  return JSON.parse(readFileSync(resolve(COURSE, lesson, file), 'utf-8'));
}

/** A compiled lesson. */
export function lessonText(lesson: string): Lesson {
  return read(lesson, 'lesson.json') as Lesson;
}

/** The reference solution of an exercise, for the numbers that the learner was dealt (`null`: none are). */
export function solutionOf(
  lesson: string,
  exercise: string,
  deal: number | null = null
): string {
  const solutions = read(lesson, 'solutions.json') as Solutions[];
  const found = solutions
    .find(one => one.exercise === exercise)
    ?.answers.find(one => one.deal === deal);
  if (!found) {
    throw new Error(`There is no solution of ${exercise} in ${lesson}.`);
  }
  return found.solution.source;
}

/** The compiled notebook, for journeys that change it before it is opened. */
export function notebookText(lesson: string): {
  cells: {
    id: string;
    cell_type: string;
    source: string | string[];
    metadata: Record<string, unknown>;
  }[];
  metadata: Record<string, unknown>;
} {
  return read(lesson, 'lesson.ipynb') as ReturnType<typeof notebookText>;
}

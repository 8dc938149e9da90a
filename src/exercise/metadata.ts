import type { ILessonKey } from '../tokens';

/**
 * What the metadata `torchenstein` of a notebook or a cell says. It can be edited by hand: nothing is believed.
 */
export interface ICellMark {
  /** The id that the lesson gives the cell; it survives renaming and pasting. */
  readonly cell: string | null;
  readonly exercise: string | null;
  readonly deal: number | null;
  readonly voice: 'full' | 'mild' | null;
}

/**
 * The lesson that a notebook is a copy of, `null` for any other notebook.
 */
export function lessonMark(metadata: unknown): ILessonKey | null {
  const pack = field(metadata, 'pack');
  const lesson = field(metadata, 'lesson');
  return isName(pack) && isName(lesson) ? { pack, lesson } : null;
}

/**
 * What a cell's metadata says about it.
 */
export function cellMark(metadata: unknown): ICellMark {
  const cell = field(metadata, 'cell');
  const exercise = field(metadata, 'exercise');
  const deal = field(metadata, 'deal');
  const voice = field(metadata, 'voice');
  return {
    cell: isName(cell) ? cell : null,
    exercise: isName(exercise) ? exercise : null,
    deal: typeof deal === 'number' && Number.isInteger(deal) ? deal : null,
    voice: voice === 'full' || voice === 'mild' ? voice : null
  };
}

/**
 * The number in the comment `# deal N` that ends the starter of a dealt exercise.
 */
export function dealInSource(source: string): number | null {
  const match = /^# deal (\d{1,6})\s*$/m.exec(source);
  return match?.[1] === undefined ? null : Number(match[1]);
}

function field(metadata: unknown, name: string): unknown {
  return typeof metadata === 'object' && metadata !== null
    ? (metadata as Record<string, unknown>)[name]
    : undefined;
}

function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

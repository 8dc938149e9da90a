import { assertNever } from '../assert-never';
import type {
  Finding,
  LearnerError,
  Outcome,
  Preview,
  Verdict
} from '../contracts';

/** `found`: amber, an answer that can be improved. `note`: nothing was judged. */
export type Tone = 'found' | 'note' | 'passed';

/**
 * A promise of the task, and whether the answer keeps it.
 */
export interface IPromise {
  readonly text: string;
  readonly state: 'broken' | 'kept' | 'waiting';
}

/**
 * What came and what should have come, side by side.
 */
export interface IPair {
  readonly expected: Preview;
  readonly got: Preview;
}

/**
 * A verdict in the order in which it is read.
 */
export interface IVerdictProps {
  readonly tone: Tone;
  readonly say: string;
  readonly seen: string;
  readonly next: string;
  readonly pair: IPair | null;
  readonly shown: readonly IPromise[];
  readonly waiting: number;
  readonly error: LearnerError | null;
  readonly printed: string;
  readonly replay: string;
}

/**
 * What the view needs of a verdict.
 */
export function verdictProps(verdict: Verdict): IVerdictProps {
  const broken = verdict.findings.find(one => one.state === 'broken');
  const promises = promiseStates(verdict.findings);
  return {
    tone: toneOf(verdict.outcome),
    say: verdict.say || broken?.say || '',
    seen: seenOf(verdict, broken),
    next: verdict.next,
    pair:
      broken?.expected && broken.got
        ? { expected: broken.expected, got: broken.got }
        : null,
    shown: promises.filter(one => one.state !== 'waiting'),
    waiting: promises.filter(one => one.state === 'waiting').length,
    error: verdict.error,
    printed: verdict.printed,
    replay: broken?.replay ?? ''
  };
}

/** The facts, unless they are the error that is shown anyway. */
function seenOf(verdict: Verdict, broken: Finding | undefined): string {
  const seen = verdict.seen || broken?.seen || '';
  const message = verdict.error?.message;
  return message && seen.includes(message) ? '' : seen;
}

export function toneOf(outcome: Outcome): Tone {
  switch (outcome) {
    case 'passed':
      return 'passed';
    case 'failed':
    case 'rule-broken':
    case 'error':
    case 'timeout':
      return 'found';
    case 'not-attempted':
    case 'kernel-busy':
    case 'kernel-gone':
    case 'cannot-check':
      return 'note';
    default:
      return assertNever(outcome);
  }
}

/**
 * One state for each promise, in the order of the task: broken wins over waiting, waiting over kept.
 */
function promiseStates(findings: readonly Finding[]): IPromise[] {
  const states = new Map<string, IPromise['state']>();
  for (const { promise, state } of findings) {
    if (promise === '') {
      continue;
    }
    const before = states.get(promise) ?? 'kept';
    const both = [before, state];
    states.set(
      promise,
      both.includes('broken')
        ? 'broken'
        : both.includes('waiting')
          ? 'waiting'
          : 'kept'
    );
  }
  return [...states].map(([text, state]) => ({ text, state }));
}

/**
 * The names of the axes that a picture shows: its rows and its columns, `null` where it has none.
 */
export function axisNames(preview: Preview): {
  rows: string | null;
  columns: string | null;
} {
  const rank = preview.shape?.length ?? 0;
  return {
    rows: rank >= 2 ? `dim ${rank - 2}` : null,
    columns: rank >= 1 ? `dim ${rank - 1}` : null
  };
}

/**
 * A shape as it is written in Python: `()`, `(3,)`, `(3, 5)`.
 */
export function shapeText(shape: readonly number[]): string {
  return shape.length === 1 ? `(${shape[0] ?? 0},)` : `(${shape.join(', ')})`;
}

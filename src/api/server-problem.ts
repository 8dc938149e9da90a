import type { Problem } from '../contracts';

/**
 * A failure that a learner can read: what happened, and what to do.
 */
export class ServerProblem extends Error implements Problem {
  constructor(
    message: string,
    readonly remedy: string,
    readonly status: number | null = null
  ) {
    super(message);
    this.name = 'ServerProblem';
  }
}

/**
 * Whatever was thrown, as a `Problem`.
 */
export function asProblem(reason: unknown): Problem {
  if (reason instanceof ServerProblem) {
    return { message: reason.message, remedy: reason.remedy };
  }
  const message = reason instanceof Error ? reason.message : String(reason);
  return { message, remedy: '' };
}

/**
 * Whether the body of an answer is a `Problem` of our own server extension.
 */
export function isProblem(body: unknown): body is Problem {
  return (
    typeof body === 'object' &&
    body !== null &&
    'message' in body &&
    typeof body.message === 'string' &&
    'remedy' in body &&
    typeof body.remedy === 'string'
  );
}

/**
 * Ends a switch over kinds: the compiler then names the kind that was forgotten.
 */
export function assertNever(value: never): never {
  throw new Error(`Unexpected value: ${String(value)}`);
}

import type { IOutputAreaModel } from '@jupyterlab/outputarea';

/** Characters of a message that are enough to know an error again; the kernel compares as many. */
const MESSAGE = 500;

/**
 * The error that a cell stopped with, as its output tells.
 */
export interface IFailure {
  /** The exception's name. */
  readonly error: string;
  /** The beginning of its message. */
  readonly message: string;
}

/**
 * The last error among a cell's outputs, `null` where there is none.
 */
export function failureIn(outputs: IOutputAreaModel): IFailure | null {
  for (let at = outputs.length - 1; at >= 0; at--) {
    const output = outputs.get(at);
    if (output.type === 'error') {
      const { ename, evalue } = output.toJSON();
      return { error: textOf(ename), message: beginning(textOf(evalue)) };
    }
  }
  return null;
}

export function isSame(one: IFailure | null, other: IFailure | null): boolean {
  return (
    (one === null) === (other === null) &&
    one?.error === other?.error &&
    one?.message === other?.message
  );
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Whole characters, as Python counts them. */
function beginning(text: string): string {
  return text.length <= MESSAGE
    ? text
    : Array.from(text.slice(0, 2 * MESSAGE))
        .slice(0, MESSAGE)
        .join('');
}

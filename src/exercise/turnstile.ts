/**
 * Lets one check at a time through to a kernel; the others wait in order.
 */
export class Turnstile {
  /** Whether somebody is inside or waiting. */
  isBusy(name: string): boolean {
    return this._tails.has(name);
  }

  /** Run a task once all earlier tasks of the same name have ended, however they ended. */
  async pass<T>(name: string, task: () => Promise<T>): Promise<T> {
    const before = this._tails.get(name) ?? Promise.resolve();
    const turn = before.then(task);
    const tail = turn.then(
      () => undefined,
      () => undefined
    );
    this._tails.set(name, tail);
    try {
      return await turn;
    } finally {
      if (this._tails.get(name) === tail) {
        this._tails.delete(name);
      }
    }
  }

  private readonly _tails = new Map<string, Promise<void>>();
}

import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

const MINUTE = 60_000;

/**
 * A stretch of deep work. It is told in whole minutes, so that nothing ticks at the edge of the eye.
 */
export class FocusTimer implements IDisposable {
  /** Emitted once a minute, and at the end. */
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Whole minutes that are left, the begun one included; `null` when no time was set. */
  get minutesLeft(): number | null {
    return this._until === null
      ? null
      : Math.max(0, Math.ceil((this._until - Date.now()) / MINUTE));
  }

  get isOver(): boolean {
    return this.minutesLeft === 0;
  }

  /** Begin anew; without any minutes there is no end. */
  start(minutes: number): void {
    this._until = minutes > 0 ? Date.now() + minutes * MINUTE : null;
    this._wait();
    this._changed.emit();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    clearTimeout(this._waiting);
    Signal.clearData(this);
  }

  /** Wait for the next full minute. */
  private _wait(): void {
    clearTimeout(this._waiting);
    const left = this._until === null ? 0 : this._until - Date.now();
    if (left > 0) {
      this._waiting = setTimeout(
        () => {
          this._changed.emit();
          this._wait();
        },
        left % MINUTE || MINUTE
      );
    }
  }

  private _until: number | null = null;
  private _waiting: ReturnType<typeof setTimeout> | undefined;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, void>(this);
}

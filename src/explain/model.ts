import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import { asProblem } from '../api/server-problem';
import type { Explanation } from '../contracts';
import type { IClient } from '../tokens';
import type { IFailure } from './failure';

/** `refused`: there is a sentence instead of an explanation. */
export type Stage = 'asking' | 'explained' | 'offered' | 'refused';

/**
 * One error of one cell: not yet asked about, being asked about, explained, or not to be explained.
 */
export class ErrorModel implements IDisposable {
  constructor(options: ErrorModel.IOptions) {
    this.failure = options.failure;
    this._client = options.client;
  }

  readonly failure: IFailure;

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get stage(): Stage {
    return this._stage;
  }

  get explanation(): Explanation | null {
    return this._explanation;
  }

  /** Why there is no explanation. */
  get refusal(): string {
    return this._refusal;
  }

  /** Whether the explanation, or the sentence in its place, is shown. */
  get isOpen(): boolean {
    return this._isOpen;
  }

  /**
   * Show the explanation, asking for it where it is not known yet; or close it. What was refused is asked for
   * again: the kernel may have come free.
   */
  async toggle(kernel: string | null, cell: number | null): Promise<void> {
    switch (this._stage) {
      case 'asking':
        return;
      case 'explained':
        this._isOpen = !this._isOpen;
        this._changed.emit();
        return;
      case 'offered':
      case 'refused':
        await this._ask(kernel, cell);
    }
  }

  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
    }
  }

  private async _ask(
    kernel: string | null,
    cell: number | null
  ): Promise<void> {
    this._stage = 'asking';
    this._changed.emit();
    try {
      const { explanation, say } = await this._client.explainError({
        kernel,
        cell,
        ...this.failure
      });
      this._explanation = explanation;
      this._refusal = say;
    } catch (reason) {
      const { message, remedy } = asProblem(reason);
      this._refusal = [message, remedy].join(' ').trim();
    }
    if (!this._isDisposed) {
      this._stage = this._explanation ? 'explained' : 'refused';
      this._isOpen = true;
      this._changed.emit();
    }
  }

  private readonly _client: Pick<IClient, 'explainError'>;
  private readonly _changed = new Signal<this, void>(this);
  private _isDisposed = false;
  private _stage: Stage = 'offered';
  private _explanation: Explanation | null = null;
  private _refusal = '';
  private _isOpen = false;
}

export namespace ErrorModel {
  export interface IOptions {
    client: Pick<IClient, 'explainError'>;
    failure: IFailure;
  }
}

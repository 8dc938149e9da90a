import type { Kernel, KernelMessage } from '@jupyterlab/services';
import type { JSONObject } from '@lumino/coreutils';
import { JSONExt, PromiseDelegate } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

const TARGET = 'torchenstein.widget';

/** Something that the kernel sent to a picture's script, unasked. */
export interface IPush {
  readonly picture: string;
  readonly push: JSONObject;
}

/**
 * The one line to a notebook's kernel on which all its pictures ask. It is opened with the first request, and
 * again after a restart. A request that cannot be answered any more (the kernel was restarted, died or was changed)
 * gets `{ gone: true }`; it never waits for ever on a kernel that is not there.
 */
export class KernelLink implements IDisposable {
  /** `kernel` gives the notebook's kernel of this moment. */
  constructor(
    private readonly _kernel: () => Kernel.IKernelConnection | null
  ) {}

  /** Emitted for everything that the kernel sends unasked. */
  get pushed(): ISignal<this, IPush> {
    return this._pushed;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  /** Ask for a picture; resolves to `{ answer }`, `{ gone: true }` or `{ problem }`. */
  async ask(picture: string, request: JSONObject): Promise<JSONObject> {
    const comm = this._open();
    if (comm === null) {
      return { gone: true };
    }
    const ask = ++this._asked;
    const waiting = new PromiseDelegate<JSONObject>();
    this._waiting.set(ask, waiting);
    comm.send({ picture, ask, request });
    return waiting.promise;
  }

  /** Open the line where it is not, for pictures that are pushed to. */
  listen(): void {
    this._open();
  }

  dispose(): void {
    if (this._isDisposed) {
      return;
    }
    this._isDisposed = true;
    this._drop(true);
    Signal.clearData(this);
  }

  private _open(): Kernel.IComm | null {
    const kernel = this._isDisposed ? null : this._kernel();
    if (this._comm && (kernel !== this._connection || this._comm.isDisposed)) {
      this._drop(false);
    }
    if (
      kernel === null ||
      kernel.isDisposed ||
      kernel.status === 'dead' ||
      !kernel.handleComms
    ) {
      return null;
    }
    if (this._comm === null) {
      const comm = kernel.createComm(TARGET);
      comm.onMsg = message => this._received(message);
      comm.onClose = () => {
        if (this._comm === comm) {
          this._drop(false);
        }
      };
      comm.open();
      this._comm = comm;
      this._connection = kernel;
      kernel.statusChanged.connect(this._onStatus, this);
    }
    return this._comm;
  }

  private _onStatus(
    _: Kernel.IKernelConnection,
    status: KernelMessage.Status
  ): void {
    if (
      ['restarting', 'autorestarting', 'dead', 'terminating'].includes(status)
    ) {
      this._drop(false);
    }
  }

  /** Let go of the line; `close` tells the kernel as well. */
  private _drop(close: boolean): void {
    const comm = this._comm;
    this._connection?.statusChanged.disconnect(this._onStatus, this);
    this._comm = null;
    this._connection = null;
    for (const one of this._waiting.values()) {
      one.resolve({ gone: true });
    }
    this._waiting.clear();
    if (comm && !comm.isDisposed) {
      if (close) {
        comm.close();
      } else {
        comm.dispose();
      }
    }
  }

  private _received(message: KernelMessage.ICommMsgMsg): void {
    const data = message.content.data;
    const { ask, picture, push } = data;
    if (typeof ask === 'number') {
      this._waiting.get(ask)?.resolve(data);
      this._waiting.delete(ask);
    } else if (typeof picture === 'string' && isObject(push)) {
      this._pushed.emit({ picture, push });
    }
  }

  private _asked = 0;
  private _comm: Kernel.IComm | null = null;
  private _connection: Kernel.IKernelConnection | null = null;
  private _isDisposed = false;
  private readonly _pushed = new Signal<this, IPush>(this);
  private readonly _waiting = new Map<number, PromiseDelegate<JSONObject>>();
}

function isObject(value: unknown): value is JSONObject {
  return (
    value !== undefined &&
    JSONExt.isObject(value as JSONObject) &&
    typeof value === 'object'
  );
}

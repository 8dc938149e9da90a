import type { Kernel } from '@jupyterlab/services';
import { KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/**
 * Tells when a cell of one kernel begins and ends, whichever front end runs it.
 *
 * The kernel's own status does not tell: any answer that it gives on the side ends with the word *idle*.
 */
export class CellWatch implements IDisposable {
  constructor(kernel: Kernel.IKernelConnection) {
    // Which cell it is that runs already is not known: the next end is taken for its end.
    this._cell = kernel.status === 'busy' ? '' : null;
    kernel.iopubMessage.connect(this._onMessage, this);
    kernel.statusChanged.connect(this._onStatusChanged, this);
  }

  /** Emitted when a cell begins (true) or ends (false). */
  get changed(): ISignal<this, boolean> {
    return this._changed;
  }

  get isRunning(): boolean {
    return this._cell !== null;
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  dispose(): void {
    this._isDisposed = true;
    Signal.clearData(this);
  }

  private _onMessage(
    _sender: Kernel.IKernelConnection,
    message: KernelMessage.IIOPubMessage
  ): void {
    const parent = message.parent_header;
    if (
      !('msg_id' in parent) ||
      parent.msg_type !== 'execute_request' ||
      parent.subshell_id
    ) {
      return;
    }
    if (KernelMessage.isExecuteInputMsg(message)) {
      this._set(parent.msg_id);
    } else if (
      KernelMessage.isStatusMsg(message) &&
      message.content.execution_state === 'idle' &&
      (this._cell === '' || this._cell === parent.msg_id)
    ) {
      this._set(null);
    }
  }

  private _onStatusChanged(
    _sender: Kernel.IKernelConnection,
    status: Kernel.Status
  ): void {
    if (
      status === 'restarting' ||
      status === 'autorestarting' ||
      status === 'dead'
    ) {
      this._set(null);
    }
  }

  private _set(cell: string | null): void {
    const wasRunning = this.isRunning;
    this._cell = cell;
    if (wasRunning !== this.isRunning) {
      this._changed.emit(this.isRunning);
    }
  }

  private _cell: string | null;
  private _isDisposed = false;
  private readonly _changed = new Signal<this, boolean>(this);
}

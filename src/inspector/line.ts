import type { Kernel } from '@jupyterlab/services';
import { KernelMessage } from '@jupyterlab/services';
import type { IDisposable } from '@lumino/disposable';
import { Signal } from '@lumino/signaling';

import type { InspectReply, InspectRequest } from '../contracts';
import { CONTRACT } from '../contracts';

/** The type of the inspector's own message, as `contracts/inspector.py` has it. */
const QUESTION = 'torchenstein_inspect_request';

/** What makes a kernel understand it. */
const OPEN =
  "__import__('torchenstein_lab.inspector.line', fromlist=['open_line']).open_line()";

/** Milliseconds in which a reply may come behind the word that the kernel is done with the message. */
const BEHIND = 1000;

/**
 * Why a kernel gave no answer: it went away, it has not our package, it is too old or too new, or it is of another
 * make.
 */
export type Silence = 'contract' | 'foreign' | 'gone' | 'missing';

export class NoAnswer extends Error {
  constructor(readonly why: Silence) {
    super(`The kernel gave no answer: ${why}`);
  }
}

/**
 * The way to one kernel: questions go to a subshell of their own, so that a running cell does not hold them up.
 *
 * Where a kernel has no subshells they go to its main shell, which answers between cells.
 */
export class KernelLine implements IDisposable {
  constructor(kernel: Kernel.IKernelConnection) {
    this._kernel = kernel;
    kernel.statusChanged.connect(this._onStatusChanged, this);
    kernel.disposed.connect(this._forget, this);
    window.addEventListener('pagehide', this._onPageHide);
  }

  get isDisposed(): boolean {
    return this._isDisposed;
  }

  get kernel(): Kernel.IKernelConnection {
    return this._kernel;
  }

  /** Ask, and wait for the answer however long it takes. Rejects with `NoAnswer` when there will be none. */
  async ask(question: InspectRequest): Promise<InspectReply> {
    for (let attempt = 0; attempt < 2; attempt++) {
      const opened = (this._opened ??= this._open());
      await opened.catch((reason: unknown) => {
        this._giveBack();
        throw reason;
      });
      const text = await this._send(question);
      if (text !== null) {
        return replyOf(text);
      }
      // The kernel knows nothing of the subshell or of the message: it was restarted behind our back.
      this._forget();
    }
    throw new NoAnswer('gone');
  }

  /** Give the subshell back, without waiting for what runs in it. */
  dispose(): void {
    if (!this._isDisposed) {
      this._isDisposed = true;
      Signal.clearData(this);
      window.removeEventListener('pagehide', this._onPageHide);
      this._giveBack();
    }
  }

  /** A page that is left has just time enough to give the subshell back. */
  private readonly _onPageHide = () => {
    this.dispose();
  };

  private _onStatusChanged(
    _sender: Kernel.IKernelConnection,
    status: Kernel.Status
  ): void {
    if (
      status === 'restarting' ||
      status === 'autorestarting' ||
      status === 'dead'
    ) {
      this._forget();
    }
  }

  /** What the kernel knew of us is gone, and so is every answer that we wait for. */
  private _forget(): void {
    this._opened = null;
    this._subshell = null;
    for (const end of [...this._waiting]) {
      end();
    }
  }

  private _giveBack(): void {
    const subshell = this._subshell;
    this._forget();
    if (subshell !== null) {
      this._drop(subshell);
    }
  }

  private _drop(subshell: string): void {
    const { _kernel: kernel } = this;
    if (!kernel.isDisposed && kernel.status !== 'dead') {
      kernel.requestDeleteSubshell({ subshell_id: subshell }).done.catch(() => {
        // It is gone already, with the kernel or with the connection.
      });
    }
  }

  /** Make a subshell and teach the kernel our message. */
  private async _open(): Promise<void> {
    const { _kernel: kernel } = this;
    await kernel.info;
    if (kernel.supportsSubshells) {
      const subshell = await this._create();
      if (this._isDisposed) {
        this._drop(subshell);
        throw new NoAnswer('gone');
      }
      this._subshell = subshell;
    }
    const reply = await this._run(OPEN);
    if (reply !== `contract ${CONTRACT}`) {
      throw new NoAnswer(reply === 'no kernel' ? 'foreign' : 'contract');
    }
    this._isNew = true;
  }

  private async _create(): Promise<string> {
    const future = this._kernel.requestCreateSubshell({});
    const reply = await this._unlessGone(future.done);
    const subshell = at(reply?.content, 'subshell_id');
    if (typeof subshell !== 'string') {
      throw new NoAnswer('gone');
    }
    return subshell;
  }

  /** Evaluate a Python expression that gives a text. */
  private async _run(expression: string): Promise<string> {
    const { _kernel: kernel } = this;
    const message =
      KernelMessage.createMessage<KernelMessage.IExecuteRequestMsg>({
        msgType: 'execute_request',
        channel: 'shell',
        session: kernel.clientId,
        username: kernel.username,
        subshellId: this._subshell,
        content: {
          code: '',
          silent: true,
          store_history: false,
          user_expressions: { line: expression },
          // The kernel would otherwise refuse input to a cell that runs meanwhile.
          allow_stdin: true,
          stop_on_error: false
        }
      });
    const future = kernel.sendShellMessage(message, true);
    const reply = await this._unlessGone(future.done);
    const content: unknown = reply?.content;
    const found = at(at(content, 'user_expressions'), 'line');
    if (at(found, 'status') === 'error') {
      throw new NoAnswer('missing');
    }
    const text = at(at(found, 'data'), 'text/plain');
    if (typeof text !== 'string') {
      throw new NoAnswer('gone');
    }
    return text.replace(/^'|'$/g, '');
  }

  /** Send a question; `null` when the kernel does not know what it is. */
  private async _send(question: InspectRequest): Promise<string | null> {
    const { _kernel: kernel } = this;
    const future = kernel.sendShellMessage(
      questionMessage(kernel, this._subshell, {
        question: JSON.stringify({ ...question, contract: CONTRACT }),
        opened: this._isNew
      }),
      true
    );
    this._isNew = false;
    let behind: ReturnType<typeof setTimeout> | undefined;
    const unknown = new Promise<null>(resolve => {
      future.onIOPub = message => {
        if (
          KernelMessage.isStatusMsg(message) &&
          message.content.execution_state === 'idle'
        ) {
          behind = setTimeout(() => {
            resolve(null);
          }, BEHIND);
        }
      };
    });
    try {
      const reply = await this._unlessGone(
        Promise.race([future.done, unknown])
      );
      for (const left of texts(at(reply?.content, 'left'))) {
        this._drop(left);
      }
      const text = at(reply?.content, 'reply');
      return typeof text === 'string' ? text : null;
    } finally {
      clearTimeout(behind);
      future.dispose();
    }
  }

  /** Wait for something, or for the kernel's end. */
  private async _unlessGone<T>(work: Promise<T>): Promise<T> {
    let end: (() => void) | null = null;
    const gone = new Promise<never>((_resolve, reject) => {
      end = () => {
        reject(new NoAnswer('gone'));
      };
      this._waiting.add(end);
    });
    try {
      return await Promise.race([work, gone]);
    } catch {
      // A future that was cancelled says so with an error of its own.
      throw new NoAnswer('gone');
    } finally {
      if (end) {
        this._waiting.delete(end);
      }
    }
  }

  private readonly _kernel: Kernel.IKernelConnection;
  private readonly _waiting = new Set<() => void>();
  private _opened: Promise<void> | null = null;
  private _subshell: string | null = null;
  /** Whether the opening has just told everybody that the kernel is idle. */
  private _isNew = false;
  private _isDisposed = false;
}

/**
 * A message of our own type. JupyterLab sends and routes it like any other; only its types list none but Jupyter's.
 */
function questionMessage(
  kernel: Kernel.IKernelConnection,
  subshellId: string | null,
  content: { question: string; opened: boolean }
): KernelMessage.IShellMessage {
  const message = KernelMessage.createMessage<KernelMessage.IInfoRequestMsg>({
    msgType: 'kernel_info_request',
    channel: 'shell',
    session: kernel.clientId,
    username: kernel.username,
    subshellId,
    content: {}
  });
  const header = { ...message.header, msg_type: QUESTION };
  return { ...message, header, content } as unknown as typeof message;
}

/** Read an answer. What is no answer is taken as one of another version. */
function replyOf(text: string): InspectReply {
  const reply: unknown = JSON.parse(text);
  if (at(reply, 'contract') !== CONTRACT) {
    throw new NoAnswer('contract');
  }
  return reply as InspectReply;
}

function texts(value: unknown): string[] {
  return Array.isArray(value)
    ? value.filter((one): one is string => typeof one === 'string')
    : [];
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && key in value
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

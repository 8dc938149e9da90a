import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';

import type { InspectReply, InspectRequest } from '../../contracts';
import { CONTRACT } from '../../contracts';

interface IMessage {
  header: { msg_id: string; msg_type: string; subshell_id?: string };
  content: { question?: string; opened?: boolean };
}

/**
 * A kernel that the tests hold in their hands: it answers when it is told to, and counts its subshells.
 */
export class HandKernel {
  readonly statusChanged = new Signal<this, Kernel.Status>(this);
  readonly iopubMessage = new Signal<this, unknown>(this);
  readonly disposed = new Signal<this, void>(this);
  readonly info = Promise.resolve({ language_info: { name: 'python' } });
  readonly clientId = 'client';
  readonly username = '';
  isDisposed = false;
  status: Kernel.Status = 'idle';
  supportsSubshells = true;
  /** What the opening says; an error stands for a kernel without the package. */
  opening = `contract ${CONTRACT}`;
  readonly subshells = new Set<string>();
  readonly questions: InspectRequest[] = [];
  /** Subshells of pages that are no more, which the next answer names. */
  readonly left: string[] = [];
  answer: (question: InspectRequest) => Promise<Partial<InspectReply>> = () =>
    Promise.resolve({});

  get connection(): Kernel.IKernelConnection {
    return this as unknown as Kernel.IKernelConnection;
  }

  setStatus(status: Kernel.Status): void {
    this.status = status;
    if (status === 'restarting') {
      this.subshells.clear();
    }
    this.statusChanged.emit(status);
  }

  /** Tell of a cell's begin or end, as a kernel does. */
  cell(kind: 'begin' | 'end', id = 'cell'): void {
    this.iopubMessage.emit({
      channel: 'iopub',
      header: { msg_type: kind === 'begin' ? 'execute_input' : 'status' },
      parent_header: { msg_id: id, msg_type: 'execute_request' },
      content:
        kind === 'begin'
          ? { code: '', execution_count: 1 }
          : { execution_state: 'idle' }
    });
  }

  requestCreateSubshell(): { done: Promise<unknown> } {
    const id = `subshell-${this._made++}`;
    this.subshells.add(id);
    return { done: Promise.resolve({ content: { subshell_id: id } }) };
  }

  requestDeleteSubshell(content: { subshell_id: string }): {
    done: Promise<unknown>;
  } {
    this.subshells.delete(content.subshell_id);
    // A subshell ends when what runs in it has ended, which nobody waits for.
    return { done: new Promise(() => undefined) };
  }

  sendShellMessage(message: IMessage): {
    done: Promise<unknown>;
    dispose: () => void;
  } {
    return { done: this._reply(message), dispose: () => undefined };
  }

  private async _reply(message: IMessage): Promise<unknown> {
    if (message.header.msg_type === 'execute_request') {
      const line =
        this.opening === 'error'
          ? { status: 'error' }
          : { status: 'ok', data: { 'text/plain': `'${this.opening}'` } };
      return { content: { user_expressions: { line } } };
    }
    const subshell = message.header.subshell_id;
    if (subshell && !this.subshells.has(subshell)) {
      return { content: { status: 'error', ename: 'UnknownSubshellError' } };
    }
    const question = JSON.parse(
      message.content.question ?? '{}'
    ) as InspectRequest;
    this.questions.push(question);
    const reply: InspectReply = {
      page: null,
      detail: null,
      examined: null,
      say: '',
      contract: CONTRACT,
      ...(await this.answer(question))
    };
    return {
      content: {
        status: 'ok',
        reply: JSON.stringify(reply),
        left: [...this.left.splice(0)]
      }
    };
  }

  private _made = 0;
}

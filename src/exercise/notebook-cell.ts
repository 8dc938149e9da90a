import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';
import { NotebookActions } from '@jupyterlab/notebook';
import type { Kernel } from '@jupyterlab/services';
import type { ITranslator } from '@jupyterlab/translation';
import { PromiseDelegate } from '@lumino/coreutils';

import type { Exercise } from '../contracts';
import type { IWholeNotebook } from './clean-room';
import { goToCell, wholeNotebook } from './clean-room-notebook';
import { cellMark, dealInSource } from './metadata';
import type { IAnswerCell, IRun } from './model';

/**
 * The learner's cell in one view of a notebook.
 */
export class NotebookCell implements IAnswerCell {
  constructor(options: NotebookCell.IOptions) {
    this._panel = options.panel;
    this._cell = options.cell;
    this._dialogs = options.dialogs;
    this._translator = options.translator;
  }

  /** The cell's id in the notebook. */
  get id(): string {
    return this._cell.model.id;
  }

  get source(): string {
    return this._cell.model.sharedModel.getSource();
  }

  get deal(): number | null {
    return (
      cellMark(this._cell.model.getMetadata('torchenstein')).deal ??
      dealInSource(this.source)
    );
  }

  get kernelId(): string | null {
    return this._panel.sessionContext.session?.kernel?.id ?? null;
  }

  get isKernelBusy(): boolean {
    const status = this._panel.sessionContext.session?.kernel?.status;
    return status !== undefined && status !== 'idle' && status !== 'dead';
  }

  /** Whether the text may be changed: neither the notebook nor the cell is read-only. */
  get isWritable(): boolean {
    const { context } = this._panel;
    return (
      !this._cell.readOnly &&
      !context.model.readOnly &&
      context.contentsModel?.writable !== false
    );
  }

  write(source: string): void {
    if (this.isWritable && source !== this.source) {
      this._cell.model.sharedModel.setSource(source);
    }
  }

  async whenIdle(signal: AbortSignal): Promise<void> {
    const { sessionContext } = this._panel;
    await new Promise<void>(resolve => {
      const look = () => {
        if (signal.aborted || !this.isKernelBusy || sessionContext.isDisposed) {
          sessionContext.statusChanged.disconnect(look);
          sessionContext.kernelChanged.disconnect(look);
          sessionContext.disposed.disconnect(look);
          signal.removeEventListener('abort', look);
          resolve();
        }
      };
      sessionContext.statusChanged.connect(look);
      sessionContext.kernelChanged.connect(look);
      sessionContext.disposed.connect(look);
      signal.addEventListener('abort', look);
      look();
    });
  }

  run(): IRun {
    const { content, sessionContext } = this._panel;
    const kernel = sessionContext.session?.kernel;
    if (!kernel || kernel.status === 'dead') {
      return { sent: Promise.resolve(null), ended: Promise.resolve(false) };
    }
    const sent = new PromiseDelegate<string | null>();
    const listen = (_: unknown, { direction, msg }: Kernel.IAnyMessageArgs) => {
      if (
        direction === 'send' &&
        msg.header.msg_type === 'execute_request' &&
        msg.metadata.cellId === this._cell.model.id
      ) {
        sent.resolve(msg.header.msg_id);
      }
    };
    kernel.anyMessage.connect(listen);
    const wasEditing =
      content.mode === 'edit' && content.activeCell === this._cell;
    const ran = NotebookActions.runCells(
      content,
      [this._cell],
      sessionContext,
      this._dialogs ?? undefined,
      this._translator
    );
    if (wasEditing) {
      // Running puts the notebook into command mode; a learner who was writing goes on writing.
      content.mode = 'edit';
    }
    const ended = ran
      .finally(() => {
        kernel.anyMessage.disconnect(listen);
        sent.resolve(null);
      })
      .then(() => {
        const { outputs } = this._cell.model;
        return Array.from({ length: outputs.length }, (_, at) =>
          outputs.get(at)
        ).some(output => output.type === 'error');
      });
    return { sent: sent.promise, ended };
  }

  /** The notebook around the cell. */
  whole(): IWholeNotebook {
    return wholeNotebook(this._panel, this._cell);
  }

  /** Go to another cell of the notebook, by its id. */
  goTo(id: string): void {
    goToCell(this._panel, id);
  }

  async interrupt(): Promise<void> {
    await this._panel.sessionContext.session?.kernel?.interrupt();
  }

  redeal(exercise: Exercise, number: number): void {
    const model = this._panel.content.model;
    const next = exercise.deals.find(one => one.number === number);
    if (!model || !next || !this.isWritable) {
      return;
    }
    const before =
      exercise.deals.find(one => one.number === this.deal)?.task ??
      exercise.task;
    const task = this._taskCell(`task-${exercise.id}`);
    model.sharedModel.transact(() => {
      const text = task?.getSource();
      if (task && text !== undefined) {
        task.setSource(
          text.includes(before)
            ? text.replace(before, () => next.task)
            : `### ${exercise.title}\n\n${next.task}`
        );
      }
      const mark: unknown = this._cell.model.getMetadata('torchenstein');
      this._cell.model.setMetadata('torchenstein', {
        ...(typeof mark === 'object' ? mark : {}),
        deal: number
      });
      this._cell.model.sharedModel.setSource(next.starter);
    });
  }

  /** Put a new code cell below, and make it the active one. */
  insertBelow(source: string): void {
    const { content } = this._panel;
    const index = content.widgets.indexOf(this._cell);
    if (!content.model || index === -1 || !this.isWritable) {
      return;
    }
    content.model.sharedModel.insertCell(index + 1, {
      cell_type: 'code',
      source,
      metadata: {}
    });
    content.activeCellIndex = index + 1;
    content.mode = 'edit';
  }

  /** The nearest cell above with the given mark: with two copies of an exercise, each has its own. */
  private _taskCell(cell: string) {
    const { widgets } = this._panel.content;
    const index = widgets.indexOf(this._cell);
    const found = widgets
      .slice(0, Math.max(index, 0))
      .reverse()
      .find(
        widget =>
          cellMark(widget.model.getMetadata('torchenstein')).cell === cell
      );
    return found?.model.sharedModel ?? null;
  }

  private readonly _panel: NotebookPanel;
  private readonly _cell: CodeCell;
  private readonly _dialogs: ISessionContextDialogs | null;
  private readonly _translator: ITranslator;
}

export namespace NotebookCell {
  export interface IOptions {
    panel: NotebookPanel;
    cell: CodeCell;
    dialogs: ISessionContextDialogs | null;
    translator: ITranslator;
  }
}

import type { ILabShell } from '@jupyterlab/application';
import type { NotebookPanel } from '@jupyterlab/notebook';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { Widget } from '@lumino/widgets';

import { FocusBar } from './bar';
import { KEPT } from './kept';
import type { Part } from './surroundings';
import { isPart, Surroundings } from './surroundings';
import { FocusTimer } from './timer';

/**
 * Gives the page to one lesson for a while, and then gives it back as it was.
 */
export class FocusMode {
  constructor(options: FocusMode.IOptions) {
    this._options = options;
    this._surroundings = new Surroundings(options.shell);
  }

  get isOn(): boolean {
    return this._bar !== null;
  }

  /** Put everything but this lesson away, and begin to count the minutes. */
  enter(panel: NotebookPanel, minutes: number): void {
    if (this.isOn) {
      return;
    }
    const { shell, state, trans } = this._options;
    const timer = new FocusTimer();
    const leave = () => {
      this.leave();
    };
    const bar = new FocusBar({
      timer,
      again: () => {
        timer.start(minutes);
      },
      leave,
      trans
    });
    bar.disposed.connect(() => {
      timer.dispose();
    });
    panel.toolbar.addItem('torchensteinFocus', bar);
    panel.disposed.connect(leave);
    this._bar = bar;
    const open = [...shell.widgets('left')].find(widget => widget.isVisible);
    this._parts = this._surroundings.hide();
    void state?.save(KEPT, { parts: this._parts, open: open?.id ?? null });
    timer.start(minutes);
    panel.content.activate();
    this._options.changed();
  }

  /** Bring everything back. */
  leave(): void {
    const bar = this._bar;
    if (bar) {
      this._bar = null;
      bar.dispose();
      this._surroundings.show(this._parts);
      void this._options.state?.remove(KEPT);
      this._options.changed();
    }
  }

  /** Bring back what the page that was loaded before had put away. */
  async recover(): Promise<void> {
    const { shell, state } = this._options;
    const kept = await state?.fetch(KEPT);
    if (this.isOn || !kept || typeof kept !== 'object' || !('parts' in kept)) {
      return;
    }
    const { parts, open } = kept;
    this._surroundings.show(Array.isArray(parts) ? parts.filter(isPart) : []);
    if (typeof open === 'string') {
      shell.activateById(open);
    }
    await state?.remove(KEPT);
  }

  private readonly _options: FocusMode.IOptions;
  private readonly _surroundings: Surroundings;
  private _parts: Part[] = [];
  private _bar: Widget | null = null;
}

export namespace FocusMode {
  export interface IOptions {
    shell: ILabShell;
    state: IStateDB | null;
    trans: TranslationBundle;
    /** Called when the mode was switched on or off. */
    changed: () => void;
  }
}

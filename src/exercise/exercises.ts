import type { ISessionContextDialogs } from '@jupyterlab/apputils';
import type { INotebookTracker, NotebookPanel } from '@jupyterlab/notebook';
import type { ITranslator } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { IClient, ICourse, IExerciseHandle, IExercises } from '../tokens';
import type { BarSettings } from './bar-settings';
import type { ModelShelf } from './model-shelf';
import type { NotebookBars } from './notebook-bars';

/**
 * The bars of all open notebooks; the current one answers. Their code is fetched with the first notebook.
 */
export class Exercises implements IExercises {
  constructor(options: Exercises.IOptions) {
    this._options = options;
    const { tracker } = options;
    tracker.forEach(panel => void this._add(panel));
    tracker.widgetAdded.connect((_, panel) => void this._add(panel));
    tracker.currentChanged.connect(() => {
      this._changed.emit();
    });
  }

  get changed(): ISignal<this, void> {
    return this._changed;
  }

  find(exercise?: string): IExerciseHandle | null {
    return this._current?.find(exercise) ?? null;
  }

  async go(step: -1 | 1): Promise<void> {
    await this._current?.go(step);
  }

  private async _add(panel: NotebookPanel): Promise<void> {
    const [bars, shelves, turnstiles, cleanRooms] = await Promise.all([
      import('./notebook-bars'),
      import('./model-shelf'),
      import('./turnstile'),
      import('./clean-room-notebook')
    ]);
    if (panel.isDisposed) {
      return;
    }
    this._shelf ??= new shelves.ModelShelf({
      ...this._options,
      turnstile: new turnstiles.Turnstile()
    });
    const added = new bars.NotebookBars({
      ...this._options,
      panel,
      shelf: this._shelf
    });
    this._bars.set(panel, added);
    added.changed.connect(() => {
      this._changed.emit();
    });
    panel.disposed.connect(() => this._bars.delete(panel));
    this._changed.emit();
    const { client, settings } = this._options;
    void cleanRooms.getReady(panel, client, settings);
  }

  private get _current(): NotebookBars | undefined {
    const panel = this._options.tracker.currentWidget;
    return panel ? this._bars.get(panel) : undefined;
  }

  private readonly _options: Exercises.IOptions;
  private _shelf: ModelShelf | null = null;
  private readonly _bars = new Map<NotebookPanel, NotebookBars>();
  private readonly _changed = new Signal<this, void>(this);
}

export namespace Exercises {
  export interface IOptions {
    client: IClient;
    course: ICourse;
    tracker: INotebookTracker;
    settings: BarSettings;
    commands: CommandRegistry;
    dialogs: ISessionContextDialogs | null;
    translator: ITranslator;
  }
}

import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

/**
 * Where the learner wants errors to be explained; everywhere, where there is no settings registry.
 */
export class Offer {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether the offer holds for a notebook, which may be a lesson. */
  holds(isLesson: boolean): boolean {
    const where = this._settings?.get('explain').composite ?? 'everywhere';
    return where === 'everywhere' || (where === 'lessons' && isLesson);
  }

  follow(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    settings.changed.connect(() => {
      this._changed.emit();
    });
    this._changed.emit();
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private readonly _changed = new Signal<this, void>(this);
}

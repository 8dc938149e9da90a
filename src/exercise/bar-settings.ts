import type { ISettingRegistry } from '@jupyterlab/settingregistry';
import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

import type { SpareKernel } from './clean-room';

/**
 * The learner's wishes for the exercise bars, with the defaults that hold where there is no settings registry.
 */
export class BarSettings {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  /** Whether Hint and Solution stand in the bar; they are in its menu in any case. */
  get helpButtons(): boolean {
    return this._read('helpButtons', true);
  }

  /** Whether a verdict is scrolled into view. */
  get scrollToVerdict(): boolean {
    return this._read('scrollToVerdict', true);
  }

  /** What the clean room keeps ready. */
  get spareKernel(): SpareKernel {
    const value = this._settings?.get('spareKernel').composite;
    return value === 'always' || value === 'never' ? value : 'after-use';
  }

  follow(settings: ISettingRegistry.ISettings): void {
    this._settings = settings;
    settings.changed.connect(() => {
      this._changed.emit();
    });
    this._changed.emit();
  }

  private _read(name: string, otherwise: boolean): boolean {
    const value = this._settings?.get(name).composite;
    return typeof value === 'boolean' ? value : otherwise;
  }

  private _settings: ISettingRegistry.ISettings | null = null;
  private readonly _changed = new Signal<this, void>(this);
}

import type { ISignal } from '@lumino/signaling';
import { Signal } from '@lumino/signaling';

export const SECTIONS = ['course', 'lesson', 'badges'] as const;

/** A section of the sidebar panel. */
export type Section = (typeof SECTIONS)[number];

/**
 * Which section of the sidebar panel is open.
 */
export class PanelModel {
  get changed(): ISignal<this, void> {
    return this._changed;
  }

  get section(): Section {
    return this._section;
  }

  set section(section: Section) {
    if (section !== this._section) {
      this._section = section;
      this._changed.emit();
    }
  }

  private _section: Section = 'course';
  private readonly _changed = new Signal<this, void>(this);
}

export function isSection(value: unknown): value is Section {
  return SECTIONS.some(section => section === value);
}

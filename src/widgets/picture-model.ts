import type { ReadonlyJSONObject } from '@lumino/coreutils';
import { JSONExt } from '@lumino/coreutils';

import type { IPictureModel } from '../../torchenstein_lab/widgets';

export const MIME = 'application/vnd.torchenstein.widget+json';
const VERSION = 1;

/**
 * What a notebook's output says about a widget. It may come from a file of anyone.
 */
export interface IPictureData {
  readonly kind: string;
  readonly id: string;
  readonly state: ReadonlyJSONObject;
}

/**
 * Read an output's data; `null` where it is of another version or not understood.
 */
export function pictureData(value: unknown): IPictureData | null {
  if (!isPlainObject(value) || value.version !== VERSION) {
    return null;
  }
  const { kind, id, state } = value;
  return typeof kind === 'string' &&
    typeof id === 'string' &&
    isPlainObject(state)
    ? { kind, id, state }
    : null;
}

/**
 * A picture's state in the form in which anywidget gives it to scripts. It is read only: what the kernel has to
 * say comes as answers and as custom messages.
 */
export class PictureModel implements IPictureModel {
  constructor(private readonly _data: IPictureData) {}

  get(name: string): unknown {
    return name === 'state' ? this._data.state : undefined;
  }

  on(event: string, callback: (message: unknown) => void): void {
    if (event === 'msg:custom') {
      this._callbacks.add(callback);
    }
  }

  off(event: string, callback: (message: unknown) => void): void {
    if (event === 'msg:custom') {
      this._callbacks.delete(callback);
    }
  }

  /** Hand on what the kernel sent unasked. */
  receive(message: unknown): void {
    for (const callback of [...this._callbacks]) {
      callback(message);
    }
  }

  /** Whether a script waits for what the kernel sends unasked. */
  get isFollowed(): boolean {
    return this._callbacks.size > 0;
  }

  private readonly _callbacks = new Set<(message: unknown) => void>();
}

function isPlainObject(value: unknown): value is ReadonlyJSONObject {
  return (
    typeof value === 'object' &&
    value !== null &&
    JSONExt.isObject(value as ReadonlyJSONObject)
  );
}

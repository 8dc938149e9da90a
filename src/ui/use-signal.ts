import type { ISignal } from '@lumino/signaling';
import { useEffect, useReducer } from 'react';

/**
 * Draws the component again each time a signal is emitted.
 */
export function useSignal(signal: ISignal<unknown, unknown>): void {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    signal.connect(redraw);
    // What was emitted between drawing and connecting would otherwise be missed.
    redraw();
    return () => {
      signal.disconnect(redraw);
    };
  }, [signal]);
}

// What a browser has and jsdom lacks, as far as JupyterLab's packages touch it when they are imported or rendered.
const { TextDecoder, TextEncoder } = require('node:util');
const { webcrypto } = require('node:crypto');

const missing = {
  TextDecoder,
  TextEncoder,
  fetch: globalThis.fetch,
  structuredClone: globalThis.structuredClone ?? (value => JSON.parse(JSON.stringify(value))),
  DragEvent: class DragEvent extends Event {},
  ResizeObserver: class ResizeObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
  IntersectionObserver: class IntersectionObserver {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
  matchMedia: query => ({
    matches: false,
    media: query,
    addEventListener: () => {},
    removeEventListener: () => {}
  })
};

for (const [name, value] of Object.entries(missing)) {
  if (globalThis[name] === undefined && value !== undefined) {
    Object.defineProperty(globalThis, name, { value, configurable: true, writable: true });
  }
}
if (globalThis.crypto?.randomUUID === undefined) {
  Object.defineProperty(globalThis, 'crypto', { value: webcrypto, configurable: true });
}
const nowhere = { top: 0, left: 0, right: 0, bottom: 0, width: 0, height: 0, x: 0, y: 0 };
Range.prototype.getBoundingClientRect ??= () => nowhere;
Range.prototype.getClientRects ??= () => [];
Element.prototype.scrollIntoView ??= () => {};

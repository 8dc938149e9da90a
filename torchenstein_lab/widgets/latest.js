/**
 * Ask the kernel, one question of a kind at a time: of questions that come meanwhile only the last is asked.
 *
 * Gives `ask(kind, request)`, which resolves to the reply, or to `null` where a newer question took its place.
 */
export function latest(experimental, command, signal) {
  const running = new Map();
  const waiting = new Map();
  const ask = async (kind, request) => {
    if (running.has(kind)) {
      waiting.get(kind)?.(null);
      const turn = new Promise(resolve => waiting.set(kind, resolve));
      if ((await turn) === null) {
        return null;
      }
    }
    running.set(kind, request);
    try {
      const [reply] = await experimental.invoke(command, request, { signal });
      return signal?.aborted ? null : reply;
    } finally {
      running.delete(kind);
      const next = waiting.get(kind);
      waiting.delete(kind);
      next?.(true);
    }
  };
  return ask;
}

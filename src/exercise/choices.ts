/**
 * Reads and rewrites `name = value` lines of a learner's cell, for the choice buttons of predict exercises.
 */

/** Where the value of an assignment stands in the source. */
interface ISpan {
  readonly start: number;
  readonly end: number;
}

/**
 * The value that a cell assigns to a name, as written; `null` when it assigns none.
 */
export function chosenValue(source: string, name: string): string | null {
  const span = valueSpan(source, name);
  return span && source.slice(span.start, span.end);
}

/**
 * The source with `name = option`: the last assignment to the name is rewritten, its comment kept;
 * where there is none, a line is added.
 */
export function withChoice(
  source: string,
  name: string,
  option: string
): string {
  const span = valueSpan(source, name);
  if (span) {
    return source.slice(0, span.start) + option + source.slice(span.end);
  }
  const gap = source === '' || source.endsWith('\n') ? '' : '\n';
  return `${source}${gap}${name} = ${option}`;
}

function valueSpan(source: string, name: string): ISpan | null {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const assignment = new RegExp(
    `^${escaped}[ \\t]*(?::[^=\\n]*)?=(?!=)[ \\t]*`,
    'gm'
  );
  let last: ISpan | null = null;
  for (const match of source.matchAll(assignment)) {
    const start = match.index + match[0].length;
    last = { start, end: endOfValue(source, start) };
  }
  return last;
}

/** Where an expression ends: at a comment or a line's end that is in no bracket and no string. */
function endOfValue(source: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < source.length) {
    const character = source.charAt(at);
    if (character === '"' || character === "'") {
      at = endOfString(source, at);
      continue;
    }
    if ('([{'.includes(character)) {
      depth += 1;
    } else if (')]}'.includes(character)) {
      depth -= 1;
    } else if (character === '\\') {
      at += 1;
    } else if (depth <= 0 && (character === '#' || character === '\n')) {
      break;
    }
    at += 1;
  }
  return start + source.slice(start, at).trimEnd().length;
}

/** The position after a string literal; an unfinished one ends with its line. */
function endOfString(source: string, start: number): number {
  const quote = source.charAt(start);
  const triple = quote.repeat(3);
  const fence = source.startsWith(triple, start) ? triple : quote;
  let at = start + fence.length;
  while (at < source.length) {
    if (source.startsWith(fence, at)) {
      return at + fence.length;
    }
    if (fence === quote && source.charAt(at) === '\n') {
      return at;
    }
    at += source.charAt(at) === '\\' ? 2 : 1;
  }
  return source.length;
}

import type { ReactNode } from 'react';

/**
 * One sentence with the inline marks of Markdown: `code`, *stress* and **strong**. Everything else stays text,
 * so that nothing in it can become markup.
 */
export function InlineText({ text }: { text: string }) {
  return <>{inlineParts(text).map(draw)}</>;
}

export interface IInlinePart {
  readonly kind: 'code' | 'strong' | 'stress' | 'text';
  readonly text: string;
}

const MARKS =
  /(?<code>`+)(?<codeText>[^`]+)\k<code>|\*\*(?<strong>[^*\s](?:[^*]*[^*\s])?)\*\*|\*(?<stress>[^*\s](?:[^*]*[^*\s])?)\*/g;

/**
 * Splits a sentence at its marks.
 */
export function inlineParts(text: string): IInlinePart[] {
  const parts: IInlinePart[] = [];
  let from = 0;
  for (const match of text.matchAll(MARKS)) {
    if (match.index > from) {
      parts.push({ kind: 'text', text: text.slice(from, match.index) });
    }
    const { codeText, strong, stress } = match.groups ?? {};
    if (codeText !== undefined) {
      parts.push({ kind: 'code', text: codeText });
    } else if (strong !== undefined) {
      parts.push({ kind: 'strong', text: strong });
    } else {
      parts.push({ kind: 'stress', text: stress ?? '' });
    }
    from = match.index + match[0].length;
  }
  if (from < text.length) {
    parts.push({ kind: 'text', text: text.slice(from) });
  }
  return parts;
}

function draw({ kind, text }: IInlinePart, key: number): ReactNode {
  switch (kind) {
    case 'code':
      return <code key={key}>{text}</code>;
    case 'strong':
      return <strong key={key}>{text}</strong>;
    case 'stress':
      return <em key={key}>{text}</em>;
    case 'text':
      return text;
  }
}

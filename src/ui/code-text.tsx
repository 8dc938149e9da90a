/**
 * A sentence of the kernel's: what stands between backticks is code, everything else is text as it is.
 */
export function CodeText({ text }: { text: string }) {
  return (
    <>
      {codeParts(text).map((part, index) =>
        // A part has no identity but its place.
        index % 2 === 1 ? <code key={index}>{part}</code> : part
      )}
    </>
  );
}

/**
 * The parts of a sentence, text and code in turn. A backtick without its partner stands for itself.
 */
export function codeParts(text: string): readonly string[] {
  const parts = text.split('`');
  return parts.length % 2 === 1 ? parts : [text];
}

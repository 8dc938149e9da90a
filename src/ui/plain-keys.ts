/**
 * Keeps keys that mean something to buttons of ours away from the notebook's shortcuts, where Enter edits the
 * cell and letters do worse. Shortcuts with Ctrl, Alt or Cmd go through.
 */
export function keepPlainKeys(event: KeyboardEvent): void {
  const plain = !event.ctrlKey && !event.altKey && !event.metaKey;
  if (plain || event.key === 'Enter' || event.key === ' ') {
    event.stopPropagation();
  }
}

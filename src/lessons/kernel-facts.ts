import type { NotebookPanel } from '@jupyterlab/notebook';

import { lessonMark } from '../exercise/metadata';

/** What JupyterLab writes into a notebook's metadata when its kernel says what it is. */
const FACTS = ['kernelspec', 'language_info'];

/**
 * Let a lesson that was only opened count as unchanged: what its kernel says about itself is nothing that the
 * learner did, and is saved with the next thing that they do.
 */
export async function ignoreKernelFacts(panel: NotebookPanel): Promise<void> {
  await panel.context.ready;
  const { model } = panel.context;
  if (panel.isDisposed || !lessonMark(model.getMetadata('torchenstein'))) {
    return;
  }
  model.metadataChanged.connect((_, { key }) => {
    if (FACTS.includes(key) && !model.dirty) {
      // It is marked as changed right after this signal.
      queueMicrotask(() => {
        if (!model.isDisposed) {
          model.dirty = false;
        }
      });
    }
  });
}

import type { CodeCell } from '@jupyterlab/cells';
import type { NotebookPanel } from '@jupyterlab/notebook';

import type { IClient } from '../tokens';
import type { BarSettings } from './bar-settings';
import type { IWholeNotebook } from './clean-room';
import { cellMark, dealInSource, lessonMark } from './metadata';

/**
 * Read the code cells of a notebook as they stand on the screen.
 */
export function wholeNotebook(
  panel: NotebookPanel,
  cell: CodeCell
): IWholeNotebook {
  const code = panel.content.widgets.filter(one => one.model.type === 'code');
  return {
    path: panel.context.localPath,
    kernel: panel.sessionContext.session?.kernel?.id ?? null,
    kernelName: kernelName(panel),
    at: code.indexOf(cell),
    cells: code.map(({ model }) => {
      const { exercise, deal } = cellMark(model.getMetadata('torchenstein'));
      const source = model.sharedModel.getSource();
      const tags: unknown = model.getMetadata('tags');
      return {
        id: model.id,
        source,
        raises: Array.isArray(tags) && tags.includes('raises-exception'),
        exercise,
        deal: deal ?? (exercise === null ? null : dealInSource(source))
      };
    })
  };
}

/**
 * Make a cell the active one, and bring it into view.
 */
export function goToCell(panel: NotebookPanel, id: string): void {
  const { content } = panel;
  const index = content.widgets.findIndex(({ model }) => model.id === id);
  if (index === -1) {
    return;
  }
  content.activeCellIndex = index;
  content.deselectAll();
  content.activate();
  void content.scrollToItem(index, 'smart').catch(() => {
    // Someone scrolled elsewhere meanwhile, which is their right.
  });
}

/**
 * Have a fresh kernel ready from the start, where the learner wishes it and the notebook is a lesson.
 */
export async function getReady(
  panel: NotebookPanel,
  client: IClient,
  settings: BarSettings
): Promise<void> {
  await panel.sessionContext.ready;
  const name = panel.isDisposed ? '' : kernelName(panel);
  const model = panel.context.model;
  const isLesson =
    name !== '' && lessonMark(model.getMetadata('torchenstein')) !== null;
  if (isLesson && settings.spareKernel === 'always') {
    try {
      await client.cleanRoomReady({ kernel_name: name });
    } catch (reason) {
      // It would only have saved some seconds later on.
      console.info('No kernel is ready for the clean room.', reason);
    }
  }
}

function kernelName(panel: NotebookPanel): string {
  const running = panel.sessionContext.session?.kernel?.name;
  const spec: unknown = panel.context.model.getMetadata('kernelspec');
  const written =
    typeof spec === 'object' && spec !== null && 'name' in spec
      ? spec.name
      : null;
  return running ?? (typeof written === 'string' ? written : '');
}

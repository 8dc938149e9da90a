import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { IStatusBar } from '@jupyterlab/statusbar';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';
import { Signal } from '@lumino/signaling';
import { Widget } from '@lumino/widgets';

import type { Badge } from '../contracts';
import { ICourse } from '../tokens';
import { medalIcon } from '../ui/icons';

const OPEN = 'torchenstein:open-course';

export const badgesPlugin: JupyterFrontEndPlugin<void> = {
  id: 'torchenstein-lab:badges',
  description: 'Names a new badge in the status bar, once.',
  autoStart: true,
  requires: [ICourse],
  optional: [IStatusBar, ITranslator],
  activate: (
    app: JupyterFrontEnd,
    course: ICourse,
    statusBar: IStatusBar | null,
    translator: ITranslator | null
  ): void => {
    if (!statusBar) {
      return;
    }
    const trans = (translator ?? nullTranslator).load('torchenstein_lab');
    const changed = new Signal<ICourse, void>(course);
    let shown: readonly Badge[] = [];
    let news: readonly Badge[] = [];

    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-TorchensteinStatus-button';
    const item = new Widget({ node: document.createElement('div') });
    item.addClass('jp-TorchensteinStatus');
    item.node.append(button);
    const show = (badges: readonly Badge[]) => {
      shown = badges;
      news = badges.filter(badge => course.news.includes(badge));
      const titles = badges.map(badge => badge.title).join(', ');
      button.replaceChildren(
        medalIcon.element({ tag: 'span', className: 'jp-TorchensteinMedal' }),
        trans._n('New badge: %2', 'New badges: %2', badges.length, titles)
      );
      button.title = badges.map(badge => badge.says).join('\n');
      changed.emit();
    };
    button.addEventListener('click', () => {
      shown.forEach(badge => {
        course.markSeen(badge);
      });
      show([]);
      if (app.commands.hasCommand(OPEN)) {
        void app.commands.execute(OPEN, { section: 'badges' });
      }
    });
    statusBar.registerStatusItem('torchenstein-lab:badges', {
      item,
      align: 'middle',
      isActive: () => shown.length > 0,
      activeStateChanged: changed
    });
    course.badgesEarned.connect((_, earned) => {
      show(earned);
    });
    course.changed.connect(() => {
      // Dismissed in the sidebar: it was read there.
      const read = news.filter(badge => !course.news.includes(badge));
      if (read.length > 0) {
        show(shown.filter(badge => !read.includes(badge)));
      }
    });
  }
};

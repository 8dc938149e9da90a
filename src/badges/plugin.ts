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
    let badge: Badge | null = null;
    let isNews = false;

    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'jp-TorchensteinStatus-button';
    const item = new Widget({ node: document.createElement('div') });
    item.addClass('jp-TorchensteinStatus');
    item.node.append(button);
    const show = (one: Badge | null) => {
      badge = one;
      isNews = one !== null && course.news.includes(one);
      const text = one ? trans.__('New badge: %1', one.title) : '';
      button.replaceChildren(
        medalIcon.element({ tag: 'span', className: 'jp-TorchensteinMedal' }),
        text
      );
      button.title = one ? one.says : '';
      changed.emit();
    };
    button.addEventListener('click', () => {
      if (badge) {
        course.markSeen(badge);
      }
      show(null);
      if (app.commands.hasCommand(OPEN)) {
        void app.commands.execute(OPEN, { section: 'badges' });
      }
    });
    statusBar.registerStatusItem('torchenstein-lab:badges', {
      item,
      align: 'middle',
      isActive: () => badge !== null,
      activeStateChanged: changed
    });
    course.badgeEarned.connect((_, earned) => {
      show(earned);
    });
    course.changed.connect(() => {
      // Dismissed in the sidebar: it was read there.
      if (badge && isNews && !course.news.includes(badge)) {
        show(null);
      }
    });
  }
};

import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import type { IStateDB } from '@jupyterlab/statedb';
import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';

import type { IClient, ICourse, ILessons } from '../tokens';
import { JournalModel } from './journal-model';
import type { PanelModel } from './panel-model';
import { PanelView } from './panel-view';

/**
 * What stands in the sidebar once it has been opened.
 */
export class CoursePanel extends ReactWidget {
  constructor(options: CoursePanel.IOptions) {
    super();
    this._options = options;
    this._journal = new JournalModel(
      options.client,
      options.course,
      options.drafts
    );
    this.addClass('jp-TorchensteinPanel');
  }

  protected override render() {
    return <PanelView {...this._options} journal={this._journal} />;
  }

  private readonly _options: CoursePanel.IOptions;
  private readonly _journal: JournalModel;
}

export namespace CoursePanel {
  export interface IOptions {
    client: IClient;
    course: ICourse;
    lessons: ILessons;
    panel: PanelModel;
    rendermime: IRenderMimeRegistry;
    drafts: IStateDB | null;
    trans: TranslationBundle;
  }
}

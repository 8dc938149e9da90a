import type { LabIcon } from '@jupyterlab/ui-components';
import { Panel } from '@lumino/widgets';

/**
 * A panel of a sidebar that fetches its content when it is first shown, and hands on the focus when it is called for.
 */
export class SidebarPanel extends Panel {
  constructor(options: SidebarPanel.IOptions) {
    super();
    const { id, icon, label, fill } = options;
    this._fill = fill;
    this.id = id;
    this.addClass('jp-TorchensteinSidebar');
    this.title.icon = icon;
    this.title.caption = label;
    this.node.setAttribute('role', 'region');
    this.node.setAttribute('aria-label', label);
  }

  protected override onBeforeShow(): void {
    const fill = this._fill;
    this._fill = null;
    fill?.().then(
      () => {
        if (this._wasCalled) {
          this._focus();
        }
      },
      (reason: unknown) => {
        this._fill = fill;
        console.error(`The panel ${this.id} could not be loaded.`, reason);
      }
    );
  }

  protected override onActivateRequest(): void {
    this._wasCalled = true;
    this._focus();
  }

  private _focus(): void {
    this.widgets[0]?.activate();
  }

  private _fill: (() => Promise<void>) | null;
  private _wasCalled = false;
}

export namespace SidebarPanel {
  export interface IOptions {
    id: string;
    icon: LabIcon;
    /** What it is called, also by a screen reader. */
    label: string;
    /** Fetch the content and add it. */
    fill: () => Promise<void>;
  }
}

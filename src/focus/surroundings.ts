import type { ILabShell } from '@jupyterlab/application';
import type { Widget } from '@lumino/widgets';

/** The frame around the sidebars and the documents: menu, status bar and what others put there. */
const FRAME = [
  'jp-header-panel',
  'jp-top-panel',
  'jp-menu-panel',
  'jp-bottom-panel'
];

/** Something that was put away and is kept in JupyterLab's own layout, also when the page is loaded again. */
export const PARTS = [
  'documents',
  'left',
  'right',
  'left-bar',
  'right-bar'
] as const;

export type Part = (typeof PARTS)[number];

/**
 * Everything around the document in front, which can be put away and comes back as it was.
 */
export class Surroundings {
  constructor(shell: ILabShell) {
    this._shell = shell;
  }

  /** Put away what is there; returns what that was. */
  hide(): Part[] {
    const found = PARTS.filter(part => this._isShown(part));
    found.forEach(part => {
      this._toggle(part);
    });
    for (const widget of this._shell.layout ?? []) {
      if (FRAME.includes(widget.id) && !widget.isHidden) {
        widget.hide();
        this._frame.push(widget);
      }
    }
    return found;
  }

  /** Bring back what was put away. */
  show(parts: readonly Part[]): void {
    for (const widget of this._frame.splice(0)) {
      if (!widget.isDisposed) {
        widget.show();
      }
    }
    [...parts].reverse().forEach(part => {
      if (!this._isShown(part)) {
        this._toggle(part);
      }
    });
  }

  private _isShown(part: Part): boolean {
    const shell = this._shell;
    switch (part) {
      case 'documents':
        return shell.mode === 'multiple-document';
      case 'left':
        return !shell.leftCollapsed;
      case 'right':
        return !shell.rightCollapsed;
      case 'left-bar':
        return shell.isSideTabBarVisible('left');
      case 'right-bar':
        return shell.isSideTabBarVisible('right');
    }
  }

  private _toggle(part: Part): void {
    const shell = this._shell;
    const shown = this._isShown(part);
    switch (part) {
      case 'documents':
        shell.mode = shown ? 'single-document' : 'multiple-document';
        break;
      case 'left':
        if (shown) {
          shell.collapseLeft();
        } else {
          shell.expandLeft();
        }
        break;
      case 'right':
        if (shown) {
          shell.collapseRight();
        } else {
          shell.expandRight();
        }
        break;
      case 'left-bar':
        shell.toggleSideTabBarVisibility('left');
        break;
      case 'right-bar':
        shell.toggleSideTabBarVisibility('right');
        break;
    }
  }

  private readonly _shell: ILabShell;
  private readonly _frame: Widget[] = [];
}

export function isPart(value: unknown): value is Part {
  return PARTS.some(part => part === value);
}

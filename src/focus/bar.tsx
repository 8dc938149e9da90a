import type { TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';

import { useSignal } from '../ui/use-signal';
import type { FocusTimer } from './timer';

/**
 * What stands in the toolbar of a lesson that has the page for itself: the time that is left, and the way out.
 */
export class FocusBar extends ReactWidget {
  constructor(options: FocusBar.IOptions) {
    super();
    this._options = options;
    this.addClass('jp-TorchensteinFocusBar');
  }

  protected override render() {
    return <View {...this._options} />;
  }

  private readonly _options: FocusBar.IOptions;
}

export namespace FocusBar {
  export interface IOptions {
    timer: FocusTimer;
    again: () => void;
    leave: () => void;
    trans: TranslationBundle;
  }
}

function View({ timer, again, leave, trans }: FocusBar.IOptions) {
  useSignal(timer.changed);
  const left = timer.minutesLeft;
  return (
    <>
      {left !== null && left > 0 && (
        <span>{trans._n('%1 minute left', '%1 minutes left', left)}</span>
      )}
      <span role="status">
        {timer.isOver && trans.__('Time is up: look into the distance.')}
      </span>
      {timer.isOver && (
        <button type="button" onClick={again}>
          {trans.__('Once more')}
        </button>
      )}
      <button type="button" onClick={leave}>
        {trans.__('Leave focus')}
      </button>
    </>
  );
}

import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { Message } from '@lumino/messaging';

import { CodeText } from '../ui/code-text';
import { professorIcon } from '../ui/icons';
import { keepPlainKeys } from '../ui/plain-keys';
import { useSignal } from '../ui/use-signal';
import { ExplanationDetails, ExplanationHead } from './explanation-view';
import type { ErrorModel } from './model';

const NAME = 'jp-TorchensteinExplainer';

/**
 * What stands under the output of a failed cell: a quiet button, and the explanation when it was asked for.
 */
export class ErrorExplainer extends ReactWidget {
  constructor(options: ErrorExplainer.IOptions) {
    super();
    this._options = options;
    this._trans = options.translator.load('torchenstein_lab');
    this.addClass(NAME);
  }

  protected override onAfterAttach(msg: Message): void {
    super.onAfterAttach(msg);
    this.node.addEventListener('keydown', keepPlainKeys);
  }

  protected override onBeforeDetach(msg: Message): void {
    this.node.removeEventListener('keydown', keepPlainKeys);
    super.onBeforeDetach(msg);
  }

  protected override render() {
    const { model, toggle } = this._options;
    return <ExplainerView model={model} toggle={toggle} trans={this._trans} />;
  }

  private readonly _options: ErrorExplainer.IOptions;
  private readonly _trans: TranslationBundle;
}

export namespace ErrorExplainer {
  export interface IOptions {
    model: ErrorModel;
    /** Show the explanation, or close it. */
    toggle: () => void;
    translator: ITranslator;
  }
}

export function ExplainerView(props: {
  model: ErrorModel;
  toggle: () => void;
  trans: TranslationBundle;
}) {
  const { model, toggle, trans } = props;
  useSignal(model.changed);
  const { stage, isOpen, refusal } = model;
  const explanation = isOpen ? model.explanation : null;
  return (
    <>
      <button
        type="button"
        className={`${NAME}-button`}
        aria-expanded={stage === 'explained' ? isOpen : undefined}
        aria-disabled={stage === 'asking'}
        onClick={toggle}
      >
        <professorIcon.react tag="span" />
        {stage === 'asking'
          ? trans.__('Asking the kernel…')
          : isOpen && stage === 'explained'
            ? trans.__('Close the explanation')
            : trans.__('Explain this error')}
      </button>
      <div
        className={explanation ? panelClass(explanation.known) : undefined}
        role="group"
        aria-label={trans.__('Explanation of the error')}
      >
        {explanation && (
          <ExplanationHead explanation={explanation} trans={trans} />
        )}
        {/* Always there, so that a screen reader notices what is put into it. */}
        <div key="status" role="status" aria-live="polite">
          {explanation && (
            <p className="jp-TorchensteinExplanation-say">
              <CodeText text={explanation.say} />
            </p>
          )}
          {stage === 'refused' && (
            <p className={`${NAME}-refusal`}>
              <CodeText text={refusal} />
            </p>
          )}
        </div>
        {explanation && (
          <ExplanationDetails explanation={explanation} trans={trans} />
        )}
      </div>
    </>
  );
}

function panelClass(isKnown: boolean): string {
  return isKnown ? `${NAME}-panel` : `${NAME}-panel jp-mod-unknown`;
}

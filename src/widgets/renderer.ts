import { RenderedHTML } from '@jupyterlab/rendermime';
import type { IRenderMime } from '@jupyterlab/rendermime-interfaces';
import type { ITranslator, TranslationBundle } from '@jupyterlab/translation';
import { nullTranslator } from '@jupyterlab/translation';
import type { JSONObject } from '@lumino/coreutils';
import { PanelLayout, Widget } from '@lumino/widgets';

import type { IRenderContext } from '../../torchenstein_lab/widgets';
import { scripts } from '../../torchenstein_lab/widgets';
import type { IPush, KernelLink } from './kernel-link';
import type { IPictureData } from './picture-model';
import { MIME, PictureModel, pictureData } from './picture-model';

/**
 * Shows a widget's output: the still drawing of the same output, by JupyterLab's own HTML renderer, and then the
 * widget's script on it. Whatever goes wrong with the script, the still drawing stays.
 */
export class WidgetRenderer extends Widget implements IRenderMime.IRenderer {
  constructor(options: WidgetRenderer.IOptions) {
    super();
    this.addClass('jp-TorchensteinWidget');
    this.layout = new PanelLayout();
    this._options = options;
    this._trans = (options.translator ?? nullTranslator).load(
      'torchenstein_lab'
    );
    // Keys belong to the part of the picture that has the focus: Jupyter's shortcuts, which take the arrow keys
    // to walk from cell to cell, look for this mark on just that element.
    this.node.addEventListener('focusin', ({ target }) => {
      if (target instanceof HTMLElement) {
        target.dataset.lmSuppressShortcuts = 'true';
      }
    });
  }

  async renderModel(model: IRenderMime.IMimeModel): Promise<void> {
    this._stop();
    const running = new AbortController();
    this._running = running;
    const { options } = this._options;
    const drawing = new RenderedHTML({ ...options, mimeType: 'text/html' });
    for (const old of [...this._panels.widgets]) {
      old.dispose();
    }
    this._panels.addWidget(drawing);
    await drawing.renderModel(model);
    const data = pictureData(model.data[MIME]);
    if (data !== null && !running.signal.aborted) {
      await this._start(data, drawing.node, running.signal);
    }
  }

  override dispose(): void {
    if (this.isDisposed) {
      return;
    }
    this._stop();
    super.dispose();
  }

  private async _start(
    data: IPictureData,
    el: HTMLElement,
    signal: AbortSignal
  ): Promise<void> {
    const load = Object.hasOwn(scripts, data.kind) ? scripts[data.kind] : null;
    if (!load) {
      return;
    }
    try {
      const script = await load();
      if (signal.aborted) {
        return;
      }
      const model = new PictureModel(data);
      const invoke = async (_: string, request: object) =>
        [await this._ask(data.id, request as JSONObject), []] as [
          JSONObject,
          unknown[]
        ];
      const context: IRenderContext = {
        model,
        el,
        experimental: { invoke },
        signal
      };
      const cleanUp = await script.default.render(context);
      if (typeof cleanUp === 'function') {
        signal.addEventListener('abort', () => {
          (cleanUp as () => void)();
        });
      }
      if (model.isFollowed) {
        this._follow(data.id, model, signal);
      }
    } catch (reason) {
      console.warn(`The widget “${data.kind}” stays a still picture.`, reason);
    }
  }

  /** Ask the kernel; where nobody can answer any more, say so in one quiet line. */
  private async _ask(id: string, request: JSONObject): Promise<JSONObject> {
    const { link } = this._options;
    const reply = link ? await link.ask(id, request) : { gone: true };
    if ('gone' in reply) {
      this._say(
        this._trans.__(
          'This is the picture as it was: what it shows is no longer in the kernel.'
        )
      );
    }
    return reply;
  }

  private _follow(id: string, model: PictureModel, signal: AbortSignal): void {
    const { link } = this._options;
    if (link === null) {
      return;
    }
    const hear = (_: KernelLink, { picture, push }: IPush) => {
      if (picture === id) {
        model.receive(push);
      }
    };
    link.pushed.connect(hear);
    signal.addEventListener('abort', () => {
      link.pushed.disconnect(hear);
    });
    link.listen();
  }

  private _say(text: string): void {
    if (this._note === null && !this.isDisposed) {
      this._note = document.createElement('p');
      this._note.className = 'jp-TorchensteinWidget-note';
      this._note.setAttribute('role', 'status');
      this.node.append(this._note);
      this._note.textContent = text;
    }
  }

  private _stop(): void {
    this._running?.abort();
    this._running = null;
    this._note?.remove();
    this._note = null;
  }

  private get _panels(): PanelLayout {
    return this.layout as PanelLayout;
  }

  private readonly _options: WidgetRenderer.IOptions;
  private readonly _trans: TranslationBundle;
  private _note: HTMLElement | null = null;
  private _running: AbortController | null = null;
}

export namespace WidgetRenderer {
  export interface IOptions {
    /** What JupyterLab gives to every renderer. */
    options: IRenderMime.IRendererOptions;
    /** The line to the notebook's kernel, `null` where there is none (a file that is only looked at). */
    link: KernelLink | null;
    translator: ITranslator | null;
  }
}

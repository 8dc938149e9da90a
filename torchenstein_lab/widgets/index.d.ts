/** What a script sees of its picture: the form of anywidget's model. */
export interface IPictureModel {
  get: (name: string) => unknown;
  on: (event: string, callback: (message: unknown) => void) => void;
  off: (event: string, callback: (message: unknown) => void) => void;
}

/** What a script is given. `el` holds the still drawing already; `signal` is aborted when the picture goes. */
export interface IRenderContext {
  readonly model: IPictureModel;
  readonly el: HTMLElement;
  readonly experimental: {
    readonly invoke: (
      command: string,
      request: object,
      options?: { signal?: AbortSignal }
    ) => Promise<[unknown, unknown[]]>;
  };
  readonly signal: AbortSignal;
}

/** A widget's script; what `render` returns cleans up after it. */
export interface IWidgetScript {
  readonly default: {
    readonly render: (context: IRenderContext) => unknown;
  };
}

export const scripts: Readonly<Record<string, () => Promise<IWidgetScript>>>;

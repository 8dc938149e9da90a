import type { IRenderMimeRegistry } from '@jupyterlab/rendermime';
import { useEffect, useRef } from 'react';

const MARKDOWN = 'text/markdown';

/**
 * Markdown of a lesson, drawn and sanitized by JupyterLab's own renderer.
 */
export function Markdown(props: {
  text: string;
  rendermime: IRenderMimeRegistry;
}) {
  const { text, rendermime } = props;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const node = host.current;
    if (!node) {
      return;
    }
    const renderer = rendermime.createRenderer(MARKDOWN);
    const model = rendermime.createModel({
      data: { [MARKDOWN]: text },
      trusted: false
    });
    renderer
      .renderModel(model)
      .then(() => {
        if (!renderer.isDisposed) {
          node.replaceChildren(renderer.node);
          void rendermime.latexTypesetter?.typeset(renderer.node);
        }
      })
      .catch(() => {
        node.textContent = text;
      });
    return () => {
      renderer.dispose();
    };
  }, [text, rendermime]);
  return <div className="jp-TorchensteinMarkdown" ref={host} />;
}

/**
 * Python source as a Markdown fence that no backticks inside can end.
 */
export function pythonFence(source: string): string {
  const runs = source.match(/`+/g) ?? [];
  const fence = '`'.repeat(Math.max(3, ...runs.map(run => run.length + 1)));
  return `${fence}python\n${source}\n${fence}`;
}

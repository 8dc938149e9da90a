import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';

import { LabPage } from './lab-page';
import type { TestServer } from './test-server';

/** The page's own global object, as the functions see it that run inside the page. */
declare const window: {
  jupyterapp?: {
    commands: { execute: (id: string, args: object) => Promise<unknown> };
    shell: {
      currentWidget: {
        content: {
          activeCellIndex: number;
          widgets: {
            model: { sharedModel: { setSource: (text: string) => void } };
          }[];
          scrollToItem: (index: number, align: string) => Promise<void>;
        };
      } | null;
    };
  };
};

/**
 * Notebook 7 in a window of its own: its toolbar may complain of a setting that comes before its own, which is no
 * fault of the page under test.
 */
export async function notebook7(
  page: Page,
  server: TestServer
): Promise<LabPage> {
  return new LabPage(await page.context().newPage(), server.url);
}

/**
 * A notebook of the learner's own, which is no lesson, opened in JupyterLab or in Notebook 7.
 */
export class PlainNotebook {
  constructor(
    private readonly lab: LabPage,
    private readonly file: string
  ) {}

  /** Write a notebook into the learner's folder and open it; `within` is the application. */
  static async open(
    lab: LabPage,
    server: TestServer,
    cells: readonly string[],
    within: 'lab/tree' | 'notebooks' = 'lab/tree'
  ): Promise<PlainNotebook> {
    const file = join(server.work, 'plain.ipynb');
    writeFileSync(
      file,
      JSON.stringify({
        cells: cells.map((source, index) => ({
          cell_type: 'code',
          id: `cell-${String(index)}`,
          metadata: {},
          source,
          outputs: [],
          execution_count: null
        })),
        metadata: {
          kernelspec: {
            name: 'python3',
            display_name: 'Python 3',
            language: 'python'
          }
        },
        nbformat: 4,
        nbformat_minor: 5
      })
    );
    const reset = within === 'lab/tree' ? '?reset' : '';
    await lab.goto(`${within}/plain.ipynb${reset}`);
    await lab.idle();
    return new PlainNotebook(lab, file);
  }

  async save(): Promise<void> {
    await this.lab.save();
  }

  /** The notebook as it was saved last. */
  get saved(): string {
    return readFileSync(this.file, 'utf8');
  }

  /** Scroll to a cell and make it the active one. */
  async show(index: number): Promise<void> {
    await this.lab.page.evaluate(async at => {
      const content = window.jupyterapp?.shell.currentWidget?.content;
      if (content) {
        content.activeCellIndex = at;
        await content.scrollToItem(at, 'start').catch(() => undefined);
      }
    }, index);
  }

  /** Run a cell to its end, with another text if one is given. */
  async run(index: number, source?: string): Promise<void> {
    await this.show(index);
    await this.lab.page.evaluate(
      async ([at, text]) => {
        const content = window.jupyterapp?.shell.currentWidget?.content;
        if (text !== undefined) {
          content?.widgets[at]?.model.sharedModel.setSource(text);
        }
        await window.jupyterapp?.commands.execute('notebook:run-cell', {});
      },
      [index, source] as const
    );
  }

  cell(index: number): Locator {
    return this.lab.page.locator(
      `.jp-CodeCell[data-windowed-list-index="${String(index)}"]`
    );
  }

  /** What stands under the output of a failed cell. */
  explainer(index: number): Locator {
    return this.cell(index).locator('.jp-TorchensteinExplainer');
  }

  button(index: number): Locator {
    return this.explainer(index).getByRole('button').first();
  }

  /** The sentence that explains, or that says why nothing is explained. */
  sentence(index: number): Locator {
    return this.explainer(index).getByRole('status');
  }

  /** Click *Explain this error*, and wait for a sentence. */
  async explain(index: number, words: RegExp | string): Promise<void> {
    await this.button(index).click();
    await expect(this.sentence(index)).toContainText(words);
  }
}

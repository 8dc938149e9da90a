import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from './journey';
import type { LabPage } from './lab-page';
import { notebook7 } from './plain-notebook';
import type { TestServer } from './test-server';

const MODEL = `import torch
from torch import nn
grid = torch.arange(24.0).view(4, 6)
turned = grid.t()
broken = torch.tensor([1.0, float('nan'), float('inf')])
net = nn.Sequential(nn.Linear(6, 3), nn.ReLU(), nn.Linear(3, 1))
optimizer = torch.optim.SGD(net.parameters(), lr=0.1)`;

/** Trains until it is interrupted. */
const TRAINING = `while True:
    loss = net(grid).pow(2).mean()
    optimizer.zero_grad()
    loss.backward()
    optimizer.step()`;

const WAIT = 'import threading\nthreading.Event().wait(60)';

/** Write a notebook into the learner's folder, and open it. */
async function openNotebook(
  lab: LabPage,
  server: TestServer,
  cells: readonly string[],
  { kernel = 'python3', path = 'lab/tree/work.ipynb?reset' } = {}
): Promise<Tensors> {
  writeFileSync(
    join(server.work, 'work.ipynb'),
    JSON.stringify({
      cells: cells.map((source, index) => ({
        cell_type: 'code',
        execution_count: null,
        id: `cell-${index}`,
        metadata: {},
        outputs: [],
        source
      })),
      metadata: {
        kernelspec: { display_name: kernel, language: 'python', name: kernel }
      },
      nbformat: 4,
      nbformat_minor: 5
    })
  );
  await lab.goto(path);
  await lab.idle();
  return new Tensors(lab);
}

/**
 * The *Tensors* panel as a learner sees it, and the kernel behind it.
 */
class Tensors {
  constructor(private readonly lab: LabPage) {}

  get panel(): Locator {
    return this.lab.page.getByRole('region', { name: 'Tensors', exact: true });
  }

  get rows(): Locator {
    return this.panel.getByRole('treeitem');
  }

  get detail(): Locator {
    return this.panel.getByRole('region', { name: /^Details of/ });
  }

  /** What `show` drew of the chosen row. */
  get picture(): Locator {
    return this.detail.locator('.jp-TorchensteinTensors-picture');
  }

  row(name: string): Locator {
    return this.panel.locator(`[role="treeitem"][aria-label^="${name}, "]`);
  }

  async open(): Promise<void> {
    await this.lab.execute('torchenstein:open-tensors');
    await expect(this.panel).toBeVisible();
  }

  async close(): Promise<void> {
    await this.lab.execute('application:toggle-right-area');
    await expect(this.panel).toBeHidden();
  }

  /** Run a cell of the notebook, and wait for its end. */
  async run(cell: number): Promise<void> {
    await this.activate(cell);
    await this.lab.execute('notebook:run-cell');
  }

  /** Start a cell that does not end by itself. */
  async begin(cell: number): Promise<void> {
    await this.activate(cell);
    await this.lab.begin();
    await expect.poll(async () => this.lab.kernelStatus()).toBe('busy');
  }

  /** The subshells of the kernel in front. */
  async subshells(): Promise<number> {
    return this.lab.page.evaluate(async () => {
      interface IKernel {
        requestListSubshell: (content: object) => {
          done: Promise<{ content: { subshell_id: string[] } }>;
        };
      }
      const app = (window as unknown as { jupyterapp: unknown }).jupyterapp as {
        shell: {
          currentWidget: { sessionContext: { session: { kernel: IKernel } } };
        };
      };
      const { kernel } = app.shell.currentWidget.sessionContext.session;
      const reply = await kernel.requestListSubshell({}).done;
      return reply.content.subshell_id.length;
    });
  }

  private async activate(cell: number): Promise<void> {
    await this.lab.page.evaluate(index => {
      const app = (window as unknown as { jupyterapp: unknown }).jupyterapp as {
        shell: { currentWidget: { content: { activeCellIndex: number } } };
      };
      app.shell.currentWidget.content.activeCellIndex = index;
    }, cell);
  }
}

test('the list is live while a cell trains, and the kernel is seen to be busy', async ({
  lab,
  server
}) => {
  const tensors = await openNotebook(lab, server, [MODEL, TRAINING]);
  await tensors.open();
  await expect(tensors.panel).toContainText('has not imported PyTorch yet');
  await tensors.run(0);
  await expect(tensors.row('grid')).toContainText('(4, 6)');
  await expect(tensors.row('turned')).toContainText('permuted');
  await expect(tensors.row('optimizer')).toContainText('lr=0.1');

  await tensors.begin(1);
  await expect(tensors.panel.getByText('live', { exact: true })).toBeVisible();
  await expect(tensors.row('loss')).toContainText('MeanBackward0');
  await expect(tensors.row('net')).toContainText('changed');
  expect(await lab.kernelStatus()).toBe('busy');

  // The picture comes into the panel while the cell goes on.
  await tensors.row('grid').click();
  await expect(tensors.detail).toContainText('turned');
  await expect(tensors.picture).toContainText('float32');
  await expect(lab.page.locator('.jp-OutputArea-output')).toHaveCount(0);
  expect(await lab.kernelStatus()).toBe('busy');

  await lab.interruptKernel();
  await lab.idle();
  await expect(tensors.panel.getByText('live', { exact: true })).toBeHidden();
});

test('a panel that opens beside a running cell shows what it makes', async ({
  lab,
  server
}) => {
  const tensors = await openNotebook(lab, server, [MODEL, TRAINING]);
  await tensors.run(0);
  await tensors.begin(1);
  await tensors.open();
  await expect(tensors.row('loss')).toBeVisible();
  await expect.poll(async () => lab.kernelStatus()).toBe('busy');
  await lab.interruptKernel();
  await lab.idle();
});

test('everything is reached by keyboard', async ({ lab, page, server }) => {
  const tensors = await openNotebook(lab, server, [MODEL]);
  await tensors.run(0);
  await page.keyboard.press('Alt+Shift+T');
  await expect(tensors.row('net')).toBeVisible();
  await expect(tensors.rows).toHaveCount(5);
  await tensors.rows.first().focus();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await expect(tensors.row('net')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tensors.row('0')).toContainText('21 parameters');
  await expect(tensors.row('net')).toHaveAttribute('aria-expanded', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(tensors.row('0')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(tensors.row('weight')).toContainText('(3, 6)');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(tensors.detail.getByRole('heading')).toHaveText('net[0].weight');
  await expect(tensors.picture).toContainText('float32');
  await page.keyboard.press('Escape');
  await expect(tensors.detail).toBeHidden();
  await expect(tensors.row('weight')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(tensors.row('weight')).toHaveCount(0);
  await page.keyboard.press('Home');
  await expect(tensors.row('broken')).toBeFocused();
});

test('names are found, rows are chosen and sorted, and NaN is looked for when asked', async ({
  lab,
  server
}) => {
  const tensors = await openNotebook(lab, server, [MODEL]);
  await tensors.run(0);
  await tensors.open();
  await expect(tensors.rows).toHaveCount(5);
  await tensors.panel.getByRole('combobox', { name: 'Sort' }).selectOption('bytes');
  await expect(tensors.rows.first()).toHaveAttribute('aria-label', /^(net|grid), /);
  await tensors.panel.getByRole('combobox', { name: 'Show' }).selectOption('modules');
  await expect(tensors.rows).toHaveCount(2);
  await tensors.panel.getByRole('combobox', { name: 'Show' }).selectOption('all');
  await tensors.panel.getByRole('searchbox').fill('BRO');
  await expect(tensors.rows).toHaveCount(1);
  await expect(tensors.row('broken')).not.toContainText('NaN');
  await tensors.panel.getByRole('button', { name: 'Look for NaN' }).click();
  await expect(tensors.panel).toContainText('1 tensor has NaN or infinity.');
  await expect(tensors.row('broken')).toContainText('1 NaN, 1 ∞');
  await tensors.panel.getByRole('searchbox').fill('nowhere');
  await expect(tensors.panel).toContainText('None of them fits.');
});

test('it costs nothing while it is closed, and leaves nothing behind', async ({
  lab,
  server
}) => {
  const loaded =
    "import sys\nprint([name for name in sys.modules if 'torchenstein_lab.inspector' in name])";
  const tensors = await openNotebook(lab, server, [MODEL, loaded]);
  await tensors.run(0);
  await tensors.run(1);
  await expect(lab.page.locator('.jp-OutputArea-output')).toHaveText('[]');
  for (let round = 0; round < 10; round++) {
    await tensors.open();
    await expect(tensors.row('grid')).toBeVisible();
    await expect.poll(async () => tensors.subshells()).toBe(1);
    await tensors.close();
    await expect.poll(async () => tensors.subshells()).toBe(0);
  }
});

test('a page that is loaded again leaves no subshell behind', async ({
  lab,
  page,
  server
}) => {
  const tensors = await openNotebook(lab, server, [MODEL]);
  await tensors.run(0);
  await tensors.open();
  await expect(tensors.row('grid')).toBeVisible();
  await page.reload();
  await lab.ready();
  await lab.idle();
  await tensors.open();
  await expect(tensors.row('grid')).toBeVisible();
  await expect.poll(async () => tensors.subshells()).toBe(1);
});

test('a restart, a shut-down kernel and a new one are said and survived', async ({
  lab,
  server
}) => {
  const tensors = await openNotebook(lab, server, [MODEL]);
  await tensors.run(0);
  await tensors.open();
  await expect(tensors.row('grid')).toBeVisible();
  await lab.restartKernel();
  await expect(tensors.panel).toContainText('has not imported PyTorch yet');
  await tensors.run(0);
  await expect(tensors.row('grid')).toBeVisible();
  await expect.poll(async () => tensors.subshells()).toBe(1);
  await lab.shutDownKernel();
  await expect(tensors.panel).toContainText('no running kernel');
});

test('names are shown as text, whatever they say', async ({
  lab,
  page,
  server
}) => {
  const name = '<img src=x onerror="window.hit=1">';
  const tensors = await openNotebook(lab, server, [
    `import torch\nglobals()['${name}'] = torch.ones(3)`
  ]);
  await tensors.run(0);
  await tensors.open();
  await expect(tensors.rows).toContainText(name);
  await tensors.rows.first().click();
  await expect(tensors.detail.getByRole('heading')).toHaveText(name);
  await expect(tensors.picture).toContainText('float32');
  expect(await page.evaluate(() => 'hit' in window)).toBe(false);
});

test('a kernel without subshells is listed between its cells', async ({
  lab,
  server
}) => {
  const folder = join(server.home, 'data', 'kernels', 'plain');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'kernel.json'),
    JSON.stringify({
      argv: [
        'python',
        '-c',
        [
          'from ipykernel.kernelapp import IPKernelApp as App',
          'init = App.init_control',
          'def init_without(app, context):',
          '    init(app, context)',
          '    app.shell_channel_thread = None',
          'App.init_control = init_without',
          'App.launch_instance()'
        ].join('\n'),
        '-f',
        '{connection_file}'
      ],
      display_name: 'plain',
      language: 'python'
    })
  );
  const tensors = await openNotebook(lab, server, [MODEL, WAIT], {
    kernel: 'plain'
  });
  await tensors.open();
  await tensors.run(0);
  await expect(tensors.row('grid')).toBeVisible();
  await tensors.begin(1);
  await expect(tensors.panel).toContainText('answers only between cells');
  await expect(tensors.panel).toContainText('The list is as of');
  await expect(tensors.row('grid')).toBeVisible();
  await lab.interruptKernel();
  await expect(tensors.panel).not.toContainText('answers only between cells');
});

test('it works in Notebook 7', async ({ page, server }) => {
  const place = await notebook7(page, server);
  const tensors = await openNotebook(place, server, [MODEL], {
    path: 'notebooks/work.ipynb'
  });
  await tensors.run(0);
  await tensors.open();
  await tensors.row('grid').click();
  await expect(tensors.picture).toContainText('float32');
});

/** What axe finds in the panel; the picture in it is that of `lab.show`, which has tests of its own. */
async function findings(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include('.jp-TorchensteinTensors')
    .exclude('.jp-TorchensteinTensors-picture')
    .analyze();
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(
      node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`
    )
  );
}

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
]) {
  test(`axe finds nothing in ${theme}`, async ({ lab, page, server }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    const tensors = await openNotebook(lab, server, [MODEL]);
    await tensors.open();
    await expect(tensors.panel).toContainText('has not imported PyTorch yet');
    expect.soft(await findings(page), 'empty').toEqual([]);
    await tensors.run(0);
    await tensors.row('net').focus();
    await page.keyboard.press('ArrowRight');
    await tensors.panel.getByRole('button', { name: 'Look for NaN' }).click();
    await expect(tensors.row('broken')).toContainText('1 NaN, 1 ∞');
    await tensors.row('grid').click();
    await expect(tensors.picture).toContainText('float32');
    expect.soft(await findings(page), 'list and detail').toEqual([]);
  });
}

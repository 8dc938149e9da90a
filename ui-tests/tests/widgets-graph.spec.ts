import AxeBuilder from '@axe-core/playwright';
import type { Locator, Page } from '@playwright/test';

import { expect, test } from './journey';
import { notebook7, PlainNotebook } from './plain-notebook';

const START = 'import math, torch, threading\nimport torchenstein_lab as lab';
const GRAPH = [
  'net = torch.nn.Sequential(*[torch.nn.Sequential(torch.nn.Linear(4, 4), torch.nn.Tanh()) for _ in range(16)])',
  'out = net(torch.ones(2, 4)).sum()',
  'lab.graph(out)'
].join('\n');
const ATTENTION = [
  'weights = torch.tensor([[[1.0, 0.0], [0.25, 0.75]], [[0.5, 0.5], [0.125, 0.875]]])',
  'lab.attention(weights, ["good", "morning"])'
].join('\n');
const CURVES = [
  'run, go = lab.curves(every=0), threading.Event()',
  'for step in range(4): run.log(train_loss=8 / 2**step, val_loss=9 - step)',
  'go.wait(600)',
  'run.log(train_loss=math.nan)'
].join('\n');
const LANDSCAPE = [
  'path = [(-1.5, 1.0), (-0.5, 0.5), (0.0, 0.0)]',
  'lab.landscape(lambda a, b: a**2 + b**2, path=path, names=("a", "b"))'
].join('\n');

/** The picture below a cell, once its script has put in what it adds: something with this selector. */
async function picture(
  notebook: PlainNotebook,
  at: number,
  added: string
): Promise<Locator> {
  const found = notebook.cell(at).locator('.jp-TorchensteinWidget');
  await expect(found.locator(added).first()).toBeVisible();
  return found;
}

/** What axe finds wrong with the pictures on the page. */
async function faults(page: Page): Promise<string[]> {
  const { violations } = await new AxeBuilder({ page })
    .include('.jp-TorchensteinWidget')
    .analyze();
  return violations.map(
    ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`
  );
}

for (const within of ['lab/tree', 'notebooks'] as const) {
  test(`a graph, attention and a landscape are read by mouse and keys in ${within}`, async ({
    lab,
    page,
    server
  }) => {
    const place =
      within === 'notebooks' ? await notebook7(page, server) : lab;
    const notebook = await PlainNotebook.open(
      place,
      server,
      [START, GRAPH, ATTENTION, LANDSCAPE],
      within
    );
    await notebook.run(0);

    await notebook.run(1);
    const graph = await picture(notebook, 1, 'input[type=range]');
    const steps = graph.getByRole('slider', { name: 'Gradients back' });
    await steps.press('ArrowRight');
    await expect(graph.locator('output')).toContainText(
      /step 1 of \d+: Sum, g = 1/
    );
    await expect(graph.locator('li.tl-now')).toHaveText(/Sum/);
    await steps.press('Home');
    await expect(graph.locator('output')).toContainText('all');
    await graph.getByRole('button', { name: 'Look inside net.3.0', exact: true }).click();
    const inside = graph.getByRole('button', { name: 'Fold net.3.0 again' });
    await expect(inside).toBeVisible();
    await expect(graph).toContainText('net.3.0.weight');
    await graph.locator('li').nth(2).hover();
    await expect(graph.locator('path.tl-near').first()).toBeAttached();
    await inside.press('Enter');
    await expect(
      graph.getByRole('button', { name: 'Look inside net.3.0', exact: true })
    ).toBeVisible();

    await notebook.run(2);
    const attention = await picture(notebook, 2, 'select');
    const says = attention.locator('.tl-attention-says');
    const weights = attention.getByRole('region', { name: 'Weights' });
    await weights.press('ArrowDown');
    await weights.press('ArrowDown');
    await expect(says).toHaveText('“morning” looks at “good”: 0.25');
    await attention.getByRole('combobox', { name: 'head' }).selectOption('1');
    await expect(attention).toContainText('head 1 of 2');
    await attention.locator('image').hover({ position: { x: 40, y: 40 } });
    await expect(says).toHaveText('“morning” looks at “morning”: 0.875');

    await notebook.run(3);
    const landscape = await picture(notebook, 3, 'input[type=range]');
    await landscape
      .getByRole('slider', { name: 'Along the path' })
      .press('ArrowLeft');
    await expect(landscape.locator('output')).toHaveText(
      'point 1: a −0.5, b 0.5, loss 0.5'
    );
    await landscape.locator('svg[role=img]').press('ArrowRight');
    await expect(landscape.locator('[role=status]')).toContainText(
      /^a 0\.\d+, b 0: loss/
    );
  });
}

test('curves follow a running cell, are read step by step, and stay when the notebook is opened again', async ({
  lab,
  page,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [START, CURVES]);
  await notebook.run(0);
  await notebook.show(1);
  await lab.begin();
  const curves = await picture(notebook, 1, '.tl-curves-says');
  // The cell still runs, and every value that was logged is there.
  await expect(curves).toContainText('train_loss 1');
  await expect(curves).toContainText('val_loss 6');
  await lab.interruptKernel();
  await lab.idle();

  const panel = curves.locator('.tl-curves-panel').first();
  await panel.focus();
  await page.keyboard.press('End');
  await expect(panel.locator('.tl-curves-says')).toHaveText(
    'step 3: train_loss 1 · val_loss 6'
  );
  await page.keyboard.press('ArrowLeft');
  await expect(panel.locator('.tl-curves-says')).toContainText('step 2:');
  expect(await faults(page)).toEqual([]);

  await lab.save();
  expect(notebook.saved).not.toContain('export default');
  await lab.shutDownKernel();
  await lab.goto('lab/tree/plain.ipynb?reset');
  const again = await picture(notebook, 1, '.tl-curves-says');
  await again.locator('.tl-curves-panel').first().focus();
  await page.keyboard.press('Home');
  await expect(again.locator('.tl-curves-says').first()).toHaveText(
    'step 0: train_loss 8 · val_loss 9'
  );
});

test('the pictures of gradients and training are free of accessibility faults', async ({
  lab,
  page,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [
    START,
    GRAPH,
    ATTENTION,
    LANDSCAPE
  ]);
  for (const at of [0, 1, 2, 3]) {
    await notebook.run(at);
  }
  await picture(notebook, 3, 'input[type=range]');
  await picture(notebook, 1, 'input[type=range]');
  expect(await faults(page)).toEqual([]);
});

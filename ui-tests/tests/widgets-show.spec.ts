import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';

import { expect, test } from './journey';
import { notebook7, PlainNotebook } from './plain-notebook';

const START = 'import torch, threading\nimport torchenstein_lab as lab';
const SMALL = 'small = torch.arange(24.0).reshape(4, 6)\nlab.show(small)';
const DEEP = [
  'deep = torch.zeros(9, 300, 300)',
  'for n in range(9): deep[n, 150, 150] = n',
  'lab.show(deep)'
].join('\n');
const DIFF = 'lab.diff(small, small.where(small != 8, -1.0))';
const WAIT = 'threading.Event().wait(600)';

/** The widget below a cell, once its script has started. */
async function widget(notebook: PlainNotebook, at: number): Promise<Locator> {
  const found = notebook.cell(at).locator('.jp-TorchensteinWidget');
  await expect(found.locator('.tl-show-readout')).toBeVisible();
  return found;
}

for (const within of ['lab/tree', 'notebooks'] as const) {
  test(`a picture answers to the pointer and the keys in ${within}`, async ({
    lab,
    page,
    server
  }) => {
    const place =
      within === 'notebooks' ? await notebook7(page, server) : lab;
    const { keyboard } = place.page;
    const notebook = await PlainNotebook.open(
      place,
      server,
      [START, SMALL, DIFF],
      within
    );
    await notebook.run(0);
    await notebook.run(1);
    const picture = await widget(notebook, 1);
    const readout = picture.locator('.tl-show-readout');

    await picture.locator('td').nth(8).hover();
    await expect(readout).toHaveText('[1, 2] = 8.');
    await picture.locator('.tl-grid').focus();
    await keyboard.press('ArrowRight');
    await expect(readout).toHaveText('[1, 3] = 9.');
    await keyboard.press('End');
    await keyboard.press('ArrowDown');
    await expect(readout).toHaveText('[2, 5] = 17.');

    await notebook.run(2);
    const difference = await widget(notebook, 2);
    await difference.locator('.tl-diff-got td').nth(8).hover();
    await expect(difference.locator('.tl-show-readout')).toHaveText(
      '[1, 2] Expected: 8., Got: −1.'
    );
  });
}

test('slices, a closer look and exact numbers come from the kernel, also while a cell runs', async ({
  lab,
  page,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [START, DEEP, WAIT]);
  await notebook.run(0);
  await notebook.run(1);
  const picture = await widget(notebook, 1);
  const readout = picture.locator('.tl-show-readout');
  await expect(picture.locator('.tl-show-panel')).toHaveCount(1);

  const slider = picture.getByRole('slider', { name: 'dim 0' });
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await expect(picture).toContainText('[2]');

  await picture.locator('.tl-image').hover({ position: { x: 151, y: 151 } });
  await expect(readout).toContainText('mean 0.2222, from 0. to 2.');
  await picture.locator('.tl-image').focus();
  await page.keyboard.press('+');
  await expect(picture).toContainText('the mean of 2 × 2 numbers');
  await page.keyboard.press('+');
  await expect(picture).not.toContainText('each pixel is');
  await page.keyboard.press('-');
  await expect(picture).toContainText('each pixel is');

  // The kernel is busy with a cell: its subshell answers.
  await notebook.show(2);
  await lab.begin();
  await expect.poll(async () => lab.kernelStatus()).toBe('busy');
  await notebook.show(1);
  await slider.focus();
  await page.keyboard.press('ArrowRight');
  await expect(picture).toContainText('[3]');
  await lab.interruptKernel();
});

test('a picture whose kernel is gone stays, and says so in one line', async ({
  lab,
  page,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [START, DEEP]);
  await notebook.run(0);
  await notebook.run(1);
  const picture = await widget(notebook, 1);
  await lab.restartKernel();
  await lab.idle();
  await picture.getByRole('slider', { name: 'dim 0' }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(
    picture.getByText('This is the picture as it was')
  ).toBeVisible();
  await expect(picture.getByRole('slider')).toBeDisabled();
  await expect(picture.locator('img').first()).toBeVisible();
});

test('a saved picture is small, holds no script, and is there without its kernel', async ({
  lab,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [START, SMALL]);
  await notebook.run(0);
  await notebook.run(1);
  await widget(notebook, 1);
  await lab.save();
  expect(notebook.saved).not.toContain('<script');
  expect(notebook.saved).not.toContain('export default');
  expect(notebook.saved.length).toBeLessThan(32 * 1024);

  await lab.shutDownKernel();
  await lab.goto('lab/tree/plain.ipynb?reset');
  const again = await widget(notebook, 1);
  await again.locator('td').nth(8).hover();
  await expect(again.locator('.tl-show-readout')).toHaveText('[1, 2] = 8.');
});

test('a notebook that is not trusted shows the cleaned picture, and starts no script', async ({
  lab,
  page,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [START, SMALL]);
  await notebook.run(0);
  await notebook.run(1);
  await lab.save();
  const file = join(server.work, 'plain.ipynb');
  // Somebody else's file: its text was changed since it was signed.
  const foreign = readFileSync(file, 'utf8').replaceAll(
    '>8.<',
    '><img src=x onerror=\\"document.title=1\\">8.<'
  );
  writeFileSync(file, foreign);
  await lab.goto('lab/tree/plain.ipynb?reset');
  await expect(notebook.cell(1).locator('td').nth(8)).toContainText('8.');
  await expect(notebook.cell(1).locator('.jp-TorchensteinWidget')).toHaveCount(
    0
  );
  await expect(page).not.toHaveTitle('1');
});

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
]) {
  test(`pictures have no serious finding in ${theme}`, async ({
    lab,
    page,
    server
  }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    const notebook = await PlainNotebook.open(lab, server, [
      START,
      SMALL,
      DIFF,
      DEEP
    ]);
    await notebook.run(0);
    for (const at of [1, 2, 3]) {
      await notebook.run(at);
      await widget(notebook, at);
    }
    await notebook.show(1);
    const { violations } = await new AxeBuilder({ page })
      .include('.jp-TorchensteinWidget')
      .analyze();
    expect(
      violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`)
    ).toEqual([]);
  });
}

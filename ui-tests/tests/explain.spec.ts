import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

import AxeBuilder from '@axe-core/playwright';

import { expect, test } from './journey';
import { notebook7, PlainNotebook } from './plain-notebook';

const CASES = resolve(
  __dirname,
  '..',
  '..',
  'tests',
  'explainer',
  'cases'
);
const PRODUCT = [
  'import torch',
  'x = torch.ones(2, 3)',
  'w = torch.ones(2, 3)',
  'y = (x @ w).relu()'
].join('\n');
const SAID = 'You multiply x (2, 3) by w (2, 3) with @.';
/** Each case begins with the same names, as in the tests of the explainer. */
const FORGET = `
import copy, warnings
import numpy as np
import torch
from torch import nn
import torch.nn.functional as F

kept = {"torch": torch, "nn": nn, "F": F, "np": np, "copy": copy}
shell = get_ipython()
before = {*shell.user_ns, "forget", "_", "__", "___", "_i", "_ii", "_iii"} - {"kept", "before", "shell"}

def forget(*_, kept=kept, before=before, shell=shell):
    for name in set(shell.user_ns) - before:
        if not (name.startswith("_i") or name[:1] == "_" and name[1:].isdigit()):
            del shell.user_ns[name]
    shell.user_ns.update(kept)
    warnings.simplefilter("ignore")

shell.events.register("pre_run_cell", forget)
`;

interface ICase {
  readonly kind: string;
  readonly cell: string;
  readonly say: string;
}

/** The first case of each kind, from the explainer's own tests. */
function casesOfEachKind(): ICase[] {
  const found = new Map<string, ICase>();
  for (const file of readdirSync(CASES).sort()) {
    const text = readFileSync(resolve(CASES, file), 'utf8');
    for (const block of text.split('=== ').slice(1)) {
      const [head = '', rest = ''] = block.split('\n--- say\n');
      const [say = ''] = rest.split('\n--- look\n');
      const [kind = '', ...lines] = head.split('\n');
      if (!found.has(kind)) {
        found.set(kind, {
          kind,
          cell: lines.join('\n'),
          say: say.trim().replaceAll('`', '')
        });
      }
    }
  }
  return [...found.values()];
}

test('every kind of error is explained below its cell', async ({
  lab,
  server
}) => {
  test.setTimeout(360_000);
  const cases = casesOfEachKind();
  expect(cases.length).toBeGreaterThan(160);
  const notebook = await PlainNotebook.open(lab, server, [FORGET, '']);
  await notebook.run(0);
  for (const { kind, cell, say } of cases) {
    await test.step(kind, async () => {
      await notebook.run(1, cell);
      await expect(notebook.button(1)).toHaveText('Explain this error');
      await notebook.button(1).click();
      await expect.soft(notebook.sentence(1), kind).toHaveText(say);
    });
  }
});

test('an explanation holds everything, goes when the cell runs again, and is not saved', async ({
  lab,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [PRODUCT, '1 + 1']);
  await notebook.run(1);
  await expect(notebook.explainer(1)).toHaveCount(0);

  await notebook.run(0);
  await notebook.explain(0, SAID);
  const panel = notebook.explainer(0);
  await expect(panel.locator('mark')).toHaveText('x @ w');
  await expect(panel).toContainText('A matrix product sums over one axis');
  await expect(panel).toContainText('Compare w with w.T, which is (3, 2).');
  await expect(
    panel.getByRole('row', { name: 'w Tensor (2, 3) float32 cpu' })
  ).toBeVisible();
  await expect(
    panel.getByRole('img', {
      name: 'Shapes. x: 2, 3 does not fit; w: 2 does not fit, 3.'
    })
  ).toBeVisible();
  await panel.getByText('Full traceback').click();
  await expect(panel).toContainText('Traceback (most recent call last)');

  await notebook.save();
  expect(notebook.saved).toContain('mat1 and mat2 shapes cannot be multiplied');
  expect(notebook.saved).not.toContain('You multiply');
  expect(JSON.parse(notebook.saved)).toMatchObject({
    cells: [{ metadata: {} }, { metadata: {} }]
  });

  // The kernel still knows the error when the page is loaded again.
  await lab.page.reload();
  await lab.ready();
  await lab.idle();
  await notebook.explain(0, SAID);

  await notebook.run(0);
  await expect(notebook.button(0)).toHaveText('Explain this error');
  await expect(notebook.sentence(0)).toBeEmpty();
  await notebook.run(0, '1 + 1');
  await expect(notebook.explainer(0)).toHaveCount(0);
  await notebook.save();
});

test('an unknown error is said to be unknown, with the learner’s own last line', async ({
  lab,
  server
}) => {
  const unknown = 'import torch\nx = torch.ones(2)\nx.chunk(0)';
  const notebook = await PlainNotebook.open(lab, server, [unknown]);
  await notebook.run(0);
  await notebook.explain(0, 'none of the kinds that Torchenstein Lab can explain');
  await expect(notebook.explainer(0)).toContainText(
    'The last line of your own that ran is line 3: x.chunk(0).'
  );
  await notebook.save();
});

test('whatever keeps an error from being explained is a sentence', async ({
  lab,
  server
}) => {
  const notebook = await PlainNotebook.open(lab, server, [
    '[1, 2, 3][5]',
    '1 / 0',
    'import threading\nthreading.Event().wait(60)'
  ]);
  await notebook.run(0);
  await notebook.run(1);
  await notebook.explain(0, 'The kernel keeps only its last error');
  await notebook.explain(1, 'You divide 1 by 0.');

  await notebook.show(2);
  await lab.begin();
  await expect.poll(async () => lab.kernelStatus()).toBe('busy');
  await notebook.explain(0, 'The kernel is still busy with another cell.');
  await lab.interruptKernel();
  await lab.idle();
  await notebook.explain(2, 'The cell was stopped while it ran');

  await lab.restartKernel();
  await lab.idle();
  await notebook.explain(0, 'No cell has stopped with an error since');
  await lab.shutDownKernel();
  await notebook.explain(0, 'This notebook has no running kernel');
  await notebook.save();
});

test('an error is explained by keyboard alone', async ({ lab, page, server }) => {
  const notebook = await PlainNotebook.open(lab, server, [PRODUCT]);
  await notebook.run(0);
  await expect(notebook.button(0)).toBeVisible();
  await lab.focusNotebook();
  await page.keyboard.press('Alt+Shift+E');
  await expect(notebook.sentence(0)).toContainText(SAID);

  await notebook.button(0).focus();
  await page.keyboard.press('Enter');
  await expect(notebook.button(0)).toHaveAttribute('aria-expanded', 'false');
  await page.keyboard.press('Space');
  await expect(notebook.button(0)).toHaveAttribute('aria-expanded', 'true');
  // Neither of them edits the cell, and the traceback is the next stop.
  await expect(page.locator('.jp-mod-editMode.jp-Notebook')).toHaveCount(0);
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(notebook.explainer(0)).toContainText('Traceback (most recent');
  await notebook.save();
});

for (const mode of ['defer', 'full', 'none', 'contentVisibility']) {
  test(`an explanation stands in the windowing mode “${mode}”`, async ({
    lab,
    server
  }) => {
    server.setting('@jupyterlab/notebook-extension/tracker', {
      windowingMode: mode
    });
    const filler = Array.from({ length: 60 }, (_, n) => `# ${String(n)}\n\n\n`);
    const notebook = await PlainNotebook.open(lab, server, [
      '[1, 2, 3][5]',
      ...filler,
      '1 / 0'
    ]);
    await notebook.run(0);
    await notebook.explain(0, 'You take [1, 2, 3][5].');
    // Far away: in some modes the first cell leaves the page.
    await notebook.run(61);
    await notebook.explain(61, 'You divide 1 by 0.');
    await notebook.show(0);
    await expect(notebook.sentence(0)).toContainText('You take [1, 2, 3][5].');
    await notebook.run(0, '1 + 1');
    await expect(notebook.explainer(0)).toHaveCount(0);
    await notebook.show(61);
    await expect(notebook.sentence(61)).toContainText('You divide 1 by 0.');
    await notebook.save();
  });
}

test('an error is explained in Notebook 7 as in JupyterLab', async ({
  page,
  server
}) => {
  await server.forget();
  const place = await notebook7(page, server);
  const notebook = await PlainNotebook.open(
    place,
    server,
    [PRODUCT],
    'notebooks'
  );
  await notebook.run(0);
  await notebook.explain(0, SAID);
  await notebook.save();
  await place.page.close();
});

test('a learner who wants explanations in lessons only finds none elsewhere', async ({
  lab,
  page,
  server
}) => {
  const folder = join(server.home, 'settings', 'torchenstein-lab');
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'explain.jupyterlab-settings'),
    JSON.stringify({ explain: 'lessons' })
  );
  const notebook = await PlainNotebook.open(lab, server, ['1 / 0']);
  await notebook.run(0);
  await expect(notebook.cell(0)).toContainText('ZeroDivisionError');
  await expect(notebook.explainer(0)).toHaveCount(0);
  await notebook.save();

  await lab.openLesson();
  await lab.insertCell('1 / 0');
  await lab.begin();
  await expect(
    page.getByRole('button', { name: 'Explain this error' })
  ).toBeVisible();
  await notebook.save();
});

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
]) {
  test(`an explanation has no serious finding in ${theme}`, async ({
    lab,
    page,
    server
  }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    const notebook = await PlainNotebook.open(lab, server, [PRODUCT, '1 / 0']);
    await notebook.run(1);
    await notebook.run(0);
    await notebook.explain(1, 'The kernel keeps only its last error');
    await notebook.explain(0, SAID);
    await notebook.explainer(0).getByText('Full traceback').click();
    const { violations } = await new AxeBuilder({ page })
      .include('.jp-TorchensteinExplainer')
      .analyze();
    expect(
      violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html }) => `${id}: ${html.slice(0, 160)}`)
      )
    ).toEqual([]);
    await notebook.save();
  });
}

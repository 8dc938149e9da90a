/**
 * Pictures of ten explained errors and of the difference picture of a failed verdict, in two themes, into
 * `build/shots`; with `--readme` one of them is copied to `docs/pictures`. Nothing is compared: they are for eyes.
 */
import { copyFileSync } from 'node:fs';
import { resolve } from 'node:path';

import { expect, test } from '../tests/journey';
import { PlainNotebook } from '../tests/plain-notebook';

const SHOTS = resolve(__dirname, '..', '..', 'build', 'shots');
const PICTURES = resolve(__dirname, '..', '..', 'docs', 'pictures');
const README = 'attention';
const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };
const ERRORS = {
  matmul:
    'images = torch.ones(64, 784)\nweights = torch.ones(10, 784)\nscores = images @ weights',
  attention:
    'q, k = torch.ones(4, 6, 8), torch.ones(4, 6, 8)\n\ndef attention(query, key):\n    return (query @ key).softmax(dim=-1)\n\nattention(q, k)',
  broadcasting:
    'images = torch.rand(8, 3, 4)\nmean = torch.rand(8)\ncentred = (images - mean) / 255',
  view: 'x = torch.arange(6)\nx.view(4, 2)',
  'view-in-memory':
    'x = torch.arange(6).view(2, 3)\nflipped = x.t()\nflipped.view(6)',
  cat: 'left = torch.ones(2, 3)\nright = torch.ones(4, 5)\nboth = torch.cat([left, right], dim=1)',
  index: 'scores = torch.rand(3, 10)\nscores[0, 10]',
  layer:
    'net = nn.Sequential(nn.Linear(16, 32), nn.ReLU(), nn.Linear(64, 10))\nnet(torch.ones(8, 16))',
  'backward-twice':
    'w = torch.ones(3, requires_grad=True)\nloss = (w * w).sum()\nloss.backward()\nloss.backward()',
  unknown: 'x = torch.ones(2)\nparts = 0\nx.chunk(parts)'
};

for (const [name, theme] of Object.entries(THEMES)) {
  test(`explained errors, ${name}`, async ({ lab, page, server }) => {
    test.setTimeout(600_000);
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    await page.setViewportSize({ width: 1280, height: 1400 });
    const cells = Object.values(ERRORS);
    const notebook = await PlainNotebook.open(lab, server, [
      'import torch\nfrom torch import nn',
      ...cells
    ]);
    await lab.execute('application:toggle-left-area');
    await notebook.run(0);
    for (const [index, error] of Object.keys(ERRORS).entries()) {
      await notebook.run(index + 1);
      await expect(notebook.button(index + 1)).toBeVisible();
      if (error === 'matmul') {
        await notebook.show(index + 1);
        await notebook
          .cell(index + 1)
          .screenshot({ path: resolve(SHOTS, `explain-offer-${name}.png`) });
      }
      await notebook.button(index + 1).click();
      await expect(notebook.sentence(index + 1)).not.toBeEmpty();
      await page.mouse.move(0, 0);
      if (error === README) {
        const path = resolve(SHOTS, `explained-error-${name}.png`);
        await notebook.cell(index + 1).screenshot({ path });
        if (process.env.SHOTS_README) {
          copyFileSync(path, resolve(PICTURES, `explained-error-${name}.png`));
        }
      }
      await notebook.explainer(index + 1).screenshot({
        path: resolve(SHOTS, `explain-${error}-${name}.png`),
        animations: 'disabled'
      });
    }
    await notebook.save();

    await lab.openLesson();
    await lab.readOnTo('wake-up');
    const wakeUp = await lab.exercise('wake-up');
    await wakeUp.write('spark = torch.tensor([0.5, 2.5, 1.5])');
    await wakeUp.check(/differ|expected/);
    await wakeUp.bar.screenshot({
      path: resolve(SHOTS, `difference-${name}.png`),
      animations: 'disabled'
    });
    await notebook.save();
  });
}

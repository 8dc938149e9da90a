import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from './journey';

const THEMES = [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
];

/** What axe finds in our own parts of the page, as lines that say where and what. */
async function findings(page: Page, ...places: string[]): Promise<string[]> {
  let axe = new AxeBuilder({ page });
  for (const place of places) {
    axe = axe.include(place);
  }
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.map(
        node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary ?? ''}`
      )
    );
}

for (const theme of THEMES) {
  test(`no state of the bar has a serious finding in ${theme}`, async ({
    lab,
    page,
    server
  }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    await lab.goto();
    await lab.openLesson();
    const wakeUp = await lab.exercise('wake-up');
    const look = async (state: string) => {
      await expect(wakeUp.bar).toBeVisible();
      const found = await findings(page, '.jp-TorchensteinExerciseBar');
      expect.soft(found, state).toEqual([]);
    };
    await look('untouched');
    await wakeUp.check('Not attempted yet');
    await look('not attempted');
    await wakeUp.write('import torch\nspark = torch.tensor([1.5, 2.5, 3.5])');
    await wakeUp.check(/0\.5/);
    await look('failed with a picture');
    await wakeUp.write('spark = undefined_name');
    await look('earlier verdict');
    await wakeUp.check('NameError');
    await wakeUp.bar.getByText('The full error').click();
    await look('error with its traceback');
    await wakeUp.button('Hint 1 of 3').click();
    await expect(
      wakeUp.bar.getByRole('region', { name: 'Hints' })
    ).toBeVisible();
    await look('hint');
    await wakeUp.button(/^Solution/).click();
    await expect(wakeUp.button('Not yet')).toBeVisible();
    await look('question before the solution');
    await wakeUp.button('Show me').click();
    await expect(
      wakeUp.bar.getByRole('region', { name: 'Solution' })
    ).toBeVisible();
    await look('solution');
    await wakeUp.button('Show the check').click();
    await expect(
      wakeUp.bar.getByRole('region', { name: 'The check' })
    ).toBeVisible();
    await look('the check');
    await wakeUp.write('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
    await wakeUp.check('Every promise of the task is kept.');
    await look('passed, with a badge');
    const predict = await lab.exercise('list-or-tensor');
    await expect(predict.bar.getByRole('group').first()).toBeVisible();
    await look('choices');
    await lab.insertCell('import threading\nthreading.Event().wait(60)');
    await lab.begin();
    await expect.poll(async () => lab.kernelStatus()).toBe('busy');
    await wakeUp.show();
    await wakeUp.button('Check answer').click();
    await expect(wakeUp.button('Cancel')).toBeVisible();
    await look('busy');
  });

  test(`no section of the panel has a serious finding in ${theme}`, async ({
    lab,
    page,
    server
  }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    await lab.goto();
    const look = async (state: string) => {
      const found = await findings(page, '.jp-TorchensteinSidebar');
      expect.soft(found, state).toEqual([]);
    };
    await lab.section('Course');
    await expect(
      lab.panel.getByRole('button', { name: /Begin here/ })
    ).toBeVisible();
    await look('course, fresh');
    await lab.section('Lesson');
    await look('no lesson');
    await lab.section('Badges and journal');
    await look('no badges');
    await lab.openLesson();
    const wakeUp = await lab.exercise('wake-up');
    await wakeUp.solve();
    await lab.readOnTo('wake-up');
    await wakeUp.show();
    await wakeUp.check('Every promise of the task is kept.');
    await look('badges and news');
    await lab.section('Course');
    await look('course, in progress');
    await lab.section('Lesson');
    const duck = lab.panel.getByRole('region', {
      name: 'Explain it to the duck'
    });
    await expect(duck).toBeVisible();
    await look('lesson');
    await duck.getByRole('textbox').fill('A tensor obeys all at once.');
    await duck.getByRole('button', { name: 'Save to the journal' }).click();
    await expect(duck.getByText('One way to say it')).toBeVisible();
    await look('duck, compared');
    await lab.section('Badges and journal');
    await expect(
      lab.panel.getByText('A tensor obeys all at once.')
    ).toBeVisible();
    await look('journal');
  });
}

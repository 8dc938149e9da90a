/**
 * Pictures of every state, at two sizes and in two themes, into `build/shots` (`make shots`).
 *
 * With `--readme` a few of them are copied to `docs/pictures`. Nothing is compared: the pictures are for eyes.
 */
import { copyFileSync, mkdirSync } from 'node:fs';
import { resolve } from 'node:path';

import type { Page } from '@playwright/test';

import { expect, test } from '../tests/journey';
import type { ExerciseCell, LabPage } from '../tests/lab-page';
import { LabPage as Lab } from '../tests/lab-page';

const ROOT = resolve(__dirname, '..', '..');
const SHOTS = resolve(ROOT, 'build', 'shots');
const PICTURES = resolve(ROOT, 'docs', 'pictures');
const README = [
  'lesson-top',
  'bar-failed-with-picture',
  'bar-passed-with-badge'
];
const SIZES = [
  { width: 1280, height: 800 },
  { width: 1920, height: 1080 }
];
const THEMES = { light: 'JupyterLab Light', dark: 'JupyterLab Dark' };
const WAIT = 'import threading\nthreading.Event().wait(60)';

for (const [name, theme] of Object.entries(THEMES)) {
  for (const size of SIZES) {
    const suffix = `${String(size.width)}-${name}`;

    const shoot = async (page: Page, state: string) => {
      // Nothing moves, and fonts are there: what is seen is what a learner sees.
      await page.evaluate(async () => {
        await document.fonts.ready;
      });
      const path = resolve(SHOTS, `${state}-${suffix}.png`);
      await page.screenshot({ path, animations: 'disabled', caret: 'hide' });
      if (
        process.env.SHOTS_README &&
        README.includes(state) &&
        size.width === 1280
      ) {
        mkdirSync(PICTURES, { recursive: true });
        copyFileSync(path, resolve(PICTURES, `${state}-${name}.png`));
      }
    };

    test(`states at ${String(size.width)}×${String(size.height)}, ${name}`, async ({
      lab,
      page,
      server
    }) => {
      test.setTimeout(600_000);
      server.setting('@jupyterlab/apputils-extension/themes', { theme });
      await page.setViewportSize(size);
      await lab.goto();
      await expect(
        page.getByText('Go On with 0.1 The first spark')
      ).toBeVisible();
      await shoot(page, 'launcher');
      await panelFresh(lab, async state => shoot(page, state));
      await lab.section('Course');
      await lab.openLesson();
      await shoot(page, 'lesson-top');
      await barStates(lab, async state => shoot(page, state));
      await panelLater(lab, async state => shoot(page, state));

      await page.setViewportSize({ width: 800, height: 800 });
      await (await lab.exercise('works-once')).show();
      await shoot(page, 'narrow-bar');
      const path = await lab.path();
      await lab.save();

      const tab = await page.context().newPage();
      await tab.setViewportSize(size);
      const notebook = new Lab(tab, server.url);
      await notebook.goto(`notebooks/${encodeURI(path)}`);
      await notebook.idle();
      const wakeUp = await notebook.exercise('wake-up');
      await wakeUp.check('Every promise of the task is kept.');
      await shoot(tab, 'notebook-7');
      await tab.close();
    });
  }
}

type Shoot = (state: string) => Promise<void>;

async function panelFresh(lab: LabPage, shoot: Shoot): Promise<void> {
  await lab.section('Course');
  await expect(
    lab.panel.getByRole('button', { name: /Begin here/ })
  ).toBeVisible();
  await shoot('panel-fresh');
  await lab.section('Lesson');
  await shoot('panel-no-lesson');
  await lab.section('Badges and journal');
  await shoot('panel-no-badges');
}

async function barStates(lab: LabPage, shoot: Shoot): Promise<void> {
  const check = async (
    exercise: ExerciseCell,
    source: string,
    words: RegExp | string,
    state: string
  ) => {
    await exercise.write(source);
    await exercise.check(words);
    await exercise.show();
    await shoot(state);
  };

  await lab.readOnTo('wake-up');
  const wakeUp = await lab.exercise('wake-up');
  await shoot('bar-untouched');
  await wakeUp.check('Not attempted yet');
  await shoot('bar-not-attempted');
  await check(
    wakeUp,
    'spark = torch.tensor([0.5, 2.5, 1.5])',
    /differ|expected/,
    'bar-failed-with-picture'
  );
  await check(
    wakeUp,
    'spark = [0.5, 1.5, 2.5]',
    'You made a Python list.',
    'bar-failed-with-misconception'
  );
  await wakeUp.write('spark = torch.tensor(0.5, 1.5, 2.5)');
  await wakeUp.check(/stopped/);
  await wakeUp.bar.getByText('The full error').click();
  await wakeUp.show();
  await shoot('bar-error-with-traceback');
  await wakeUp.button('Close').first().click();
  await wakeUp.button('Hint 1 of 3').click();
  await expect(wakeUp.bar.getByRole('region', { name: 'Hints' })).toBeVisible();
  await shoot('bar-hint');
  await wakeUp.button('Show the check').click();
  await expect(
    wakeUp.bar.getByRole('region', { name: 'The check' })
  ).toBeVisible();
  await shoot('bar-the-check');

  const predict = await lab.exercise('list-or-tensor');
  await shoot('bar-choices');
  await lab.execute('torchenstein:show-solution');
  await expect(predict.button('Not yet')).toBeVisible();
  await shoot('bar-question-before-solution');
  await predict.button('Show me').click();
  await expect(
    predict.bar.getByRole('region', { name: 'Solution' })
  ).toBeVisible();
  await shoot('bar-solution');

  await wakeUp.show();
  await wakeUp.solve();
  await wakeUp.check('Every promise of the task is kept.');
  await wakeUp.show();
  await shoot('bar-passed-with-badge');
  await wakeUp.button('Compare with the reference solution').click();
  await expect(
    wakeUp.bar.getByRole('region', { name: 'Solution' })
  ).toBeVisible();
  await shoot('bar-compared');

  const worksOnce = await lab.exercise('works-once');
  await worksOnce.write('def amplify(*_):\n    while True:\n        pass');
  await worksOnce.button('Check answer').click();
  await expect(worksOnce.bar).toContainText('Checking…');
  await shoot('bar-checking');
  await expect(worksOnce.verdict).toContainText('After 10 seconds');
  await shoot('bar-timeout');

  await lab.insertCell(WAIT);
  await lab.begin();
  await expect.poll(async () => lab.kernelStatus()).toBe('busy');
  await worksOnce.show();
  await worksOnce.button('Check answer').click();
  await expect(worksOnce.bar).toContainText('Waiting for the kernel…');
  await shoot('bar-waiting');
  await worksOnce.button('Cancel').click();
  await lab.interruptKernel();
  await lab.idle();
}

async function panelLater(lab: LabPage, shoot: Shoot): Promise<void> {
  await lab.section('Course');
  await shoot('panel-in-progress');
  await lab.section('Lesson');
  await shoot('panel-lesson');
  const duck = lab.panel.getByRole('region', {
    name: 'Explain it to the duck'
  });
  await duck
    .getByRole('textbox')
    .fill('A tensor holds many numbers and obeys all at once.');
  await duck.scrollIntoViewIfNeeded();
  await shoot('duck-writing');
  await duck.getByRole('button', { name: 'Save to the journal' }).click();
  await expect(duck.getByText('One way to say it')).toBeVisible();
  await duck.getByText('One way to say it').scrollIntoViewIfNeeded();
  await shoot('duck-compared');
  await lab.section('Badges and journal');
  await expect(
    lab.panel.getByText('A tensor holds many numbers')
  ).toBeVisible();
  await shoot('badges-and-journal');
}

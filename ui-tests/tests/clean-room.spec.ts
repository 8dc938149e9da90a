import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';

import { expect, test } from './journey';
import type { ExerciseCell, LabPage } from './lab-page';

const LEANS = 'import torch\nspark = torch.tensor(secret)';
const SECRET = 'secret = [0.5, 1.5, 2.5]';
const KEPT = 'Every promise of the task is kept.';

/** Put an answer into the lesson that works only because a cell was run that is no longer there. */
async function leanOnADeletedCell(lab: LabPage): Promise<ExerciseCell> {
  const wakeUp = await lab.exercise('wake-up');
  await lab.insertCell(SECRET);
  await lab.execute('notebook:run-cell');
  await lab.execute('notebook:delete-cell');
  await wakeUp.show();
  await wakeUp.write(LEANS);
  await wakeUp.check(KEPT);
  return wakeUp;
}

/** Choose *Check in a Clean Room* from the bar's menu, by keyboard alone. */
async function chooseCleanRoom(
  exercise: ExerciseCell,
  page: Page
): Promise<void> {
  const more = exercise.button('More about this exercise');
  await more.focus();
  await page.keyboard.press('Enter');
  await page
    .getByRole('menuitem', { name: 'Check in a Clean Room' })
    .waitFor({ state: 'visible' });
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
}

test('an answer that leans on a deleted cell is told so in a clean room, and passes once it is mended', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await leanOnADeletedCell(lab);

  await chooseCleanRoom(wakeUp, page);
  const row = wakeUp.bar.getByRole('group', { name: 'Clean room' });
  await expect(row).toBeVisible();
  await expect(row.getByRole('progressbar')).toBeVisible();
  // The learner's own bar stays at work meanwhile.
  await expect(wakeUp.button('Check answer')).toBeEnabled();
  await expect(wakeUp.verdict).toContainText(
    'In a clean room: secret does not exist there. Your kernel has it from a cell that was deleted or changed since',
    { timeout: 60_000 }
  );
  await expect(wakeUp.verdict).toContainText(SECRET);
  await expect(row).toBeHidden();

  // The kernel is as it was: the answer still passes there.
  await wakeUp.check(KEPT);
  await expect(wakeUp.verdict).not.toContainText('In a clean room');

  await wakeUp.write(`import torch\n${SECRET}\nspark = torch.tensor(secret)`);
  await lab.execute('torchenstein:check-in-clean-room');
  await expect(wakeUp.verdict).toContainText('gives this answer too', {
    timeout: 60_000
  });
  await expect(wakeUp.verdict).toContainText(KEPT);
});

test('the cell that overwrites what an answer needs is named, and one click leads there', async ({
  lab
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
  await wakeUp.check(KEPT);
  await lab.insertCell('spark = 5');
  await wakeUp.show();
  await lab.execute('torchenstein:check-in-clean-room');
  await expect(wakeUp.verdict).toContainText(
    /In a clean room: code cell \d+ \(spark = 5\) below makes spark anew/,
    { timeout: 60_000 }
  );
  await wakeUp.button('Go to that cell').click();
  await expect(lab.page.locator('.jp-Cell.jp-mod-active')).toContainText(
    'spark = 5'
  );
});

test('a clean room is stopped by Cancel, and leaves no verdict', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('import threading\nthreading.Event().wait(50)');
  await lab.execute('torchenstein:check-in-clean-room');
  const row = wakeUp.bar.getByRole('group', { name: 'Clean room' });
  await expect(row).toContainText(/cell \d+ of \d+/, { timeout: 60_000 });
  await row.getByRole('button', { name: 'Cancel' }).focus();
  await page.keyboard.press('Enter');
  await expect(row).toBeHidden();
  await expect(wakeUp.verdict).toBeEmpty();
});

for (const theme of ['JupyterLab Light', 'JupyterLab Dark']) {
  test(`no state of a clean room has a serious finding in ${theme}`, async ({
    lab,
    page,
    server
  }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    await lab.goto();
    await lab.openLesson();
    const wakeUp = await leanOnADeletedCell(lab);
    const look = async (state: string) => {
      const { violations } = await new AxeBuilder({ page })
        .include('.jp-TorchensteinExerciseBar')
        .analyze();
      const found = violations
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
      expect.soft(found, state).toEqual([]);
    };
    await lab.execute('torchenstein:check-in-clean-room');
    await expect(
      wakeUp.bar.getByRole('group', { name: 'Clean room' })
    ).toBeVisible();
    await look('at work');
    await expect(wakeUp.verdict).toContainText('In a clean room', {
      timeout: 60_000
    });
    await look('its verdict');
  });
}

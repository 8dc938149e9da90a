import { expect, test } from './journey';

const RIGHT = 'import torch\nspark = torch.tensor([0.5, 1.5, 2.5])';

test('two cells of one exercise are judged each for itself', async ({
  lab
}) => {
  await lab.goto();
  await lab.openLesson();
  const first = await lab.exercise('wake-up');
  await lab.execute('notebook:copy-cell');
  await lab.execute('notebook:paste-cell-below');
  const second = await lab.exercise('wake-up', 1);
  await second.write(RIGHT);
  await second.check('Every promise of the task is kept.');
  await expect(first.verdict).toBeEmpty();

  await first.show();
  await first.write('spark = [0.5, 1.5, 2.5]');
  await first.check('You made a Python list.');
  await expect(second.verdict).toContainText(
    'Every promise of the task is kept.'
  );
  // What is mastered stays mastered, in both bars.
  for (const cell of [first, second]) {
    await expect(
      cell.bar.getByText('Mastered', { exact: true })
    ).toBeAttached();
  }
});

test('the bar follows its cell through cut, undo, paste, split and merge', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  const bars = page
    .locator('.jp-TorchensteinExerciseBar-title')
    .getByText(wakeUp.title, { exact: true });
  await wakeUp.write(RIGHT);
  await expect(bars).toHaveCount(1);

  await lab.execute('notebook:cut-cell');
  await expect(bars).toHaveCount(0);
  await lab.execute('notebook:undo-cell-action');
  await expect(bars).toHaveCount(1);
  await wakeUp.show();
  expect(await wakeUp.source()).toBe(RIGHT);

  await lab.execute('notebook:cut-cell');
  await expect(bars).toHaveCount(0);
  await lab.execute('notebook:paste-cell-below');
  await expect(bars).toHaveCount(1);
  await wakeUp.show();
  await wakeUp.check('Every promise of the task is kept.');

  await wakeUp.cell.locator('.cm-content').click();
  await page.keyboard.press('ControlOrMeta+End');
  await page.keyboard.press('ControlOrMeta+Shift+Minus');
  await page.keyboard.press('Escape');
  await lab.execute('notebook:undo-cell-action');
  await expect(bars).toHaveCount(1);
  await wakeUp.show();
  await wakeUp.check('Every promise of the task is kept.');
});

test('a reset can be undone', async ({ lab }) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  const starter = await wakeUp.source();
  await wakeUp.write(RIGHT);
  await lab.execute('torchenstein:reset-exercise');
  await wakeUp.button('Reset').click();
  await expect.poll(async () => wakeUp.source()).toBe(starter);
  await wakeUp.button('Undo reset').click();
  await expect.poll(async () => wakeUp.source()).toBe(RIGHT);
});

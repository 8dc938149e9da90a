import { FIRST, SECOND, lessonText } from './course-text';
import { expect, test } from './journey';
import { LabPage } from './lab-page';
import { workThrough } from './work-through';

test('a learner answers wrongly, takes a hint, passes, and finds it all as it was the next day', async ({
  lab,
  page,
  server
}) => {
  const core = lessonText(FIRST).exercises.filter(exercise => exercise.core);
  const next = core.find(exercise => exercise.id !== 'wake-up');
  await lab.goto();
  await lab.section('Course');
  await lab.panel.getByRole('button', { name: /Begin here/ }).click();
  await lab.idle();

  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.check('Not attempted yet');
  await expect(wakeUp.bar.getByText('Not begun')).toBeAttached();

  await wakeUp.type('spark = [0.5, 1.5, 2.5]');
  await wakeUp.check('You made a Python list.');
  await expect(wakeUp.bar.getByText('Begun', { exact: true })).toBeAttached();

  await wakeUp.button('Hint 1 of 3').click();
  await expect(wakeUp.bar.getByRole('region', { name: 'Hints' })).toContainText(
    'Scroll up to the cell'
  );

  await wakeUp.type('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
  await wakeUp.check('Every promise of the task is kept.');
  await expect(
    wakeUp.bar.getByText('Mastered', { exact: true })
  ).toBeAttached();
  await expect(wakeUp.bar.getByText('It Twitches!')).toBeVisible();

  // The sidebar follows without a reload.
  await lab.section('Course');
  await expect(
    lab.panel.getByRole('button', { name: /0\.1 The first spark/ })
  ).toContainText(`1 of ${String(core.length)} exercises mastered`);
  await lab.section('Badges and journal');
  await expect(lab.panel.getByRole('region', { name: 'Badges' })).toContainText(
    'It Twitches!'
  );
  await lab.save();
  const path = await lab.path();

  // A night later: another server process, another browser window.
  const browser = page.context();
  await page.close();
  await server.restart();
  const tomorrow = await browser.newPage();
  const again = new LabPage(tomorrow, server.url);
  await again.goto('lab');
  // The workspace has brought the lesson back.
  await again.idle();
  await again.section('Course');
  await again.panel
    .getByRole('button', { name: /Go on here|Go to the next exercise/ })
    .click();
  await again.idle();
  expect(await again.path()).toBe(path);
  // The panel has brought the learner to where they were going.
  await expect(
    tomorrow.getByRole('heading', { name: next?.title })
  ).toBeInViewport();
  const found = await again.exercise('wake-up');
  await expect(found.bar.getByText('Mastered', { exact: true })).toBeAttached();
  expect(await found.source()).toContain('torch.tensor([0.5, 1.5, 2.5])');
  await again.section('Badges and journal');
  await expect(
    again.panel.getByRole('region', { name: 'Badges' })
  ).toContainText('It Twitches!');
  await tomorrow.close();
});

test('a lesson without a mistake ends with every badge that it can give', async ({
  lab
}) => {
  test.setTimeout(240_000);
  await lab.goto();
  await workThrough(lab, FIRST, { mistakes: false });
});

test('a lesson with a mistake in every exercise ends with every badge as well', async ({
  lab
}) => {
  test.setTimeout(480_000);
  await lab.goto();
  await workThrough(lab, SECOND, { mistakes: true });
});

import { expect, test } from './journey';

test('a lesson has the page for itself, until the learner leaves', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.section('Course');
  await lab.openLesson();
  const menu = page.getByRole('menubar').first();
  const course = lab.panel;
  await expect(menu).toBeVisible();

  await lab.execute('torchenstein:toggle-focus');
  await expect(page.getByText('25 minutes left')).toBeVisible();
  await expect(menu).toBeHidden();
  await expect(course).toBeHidden();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('spark = [0.5, 1.5, 2.5]');
  await wakeUp.check('You made a Python list.');
  await page.getByRole('button', { name: 'Leave focus' }).click();
  await expect(menu).toBeVisible();
  await expect(course).toBeVisible();
  await expect(page.getByText('25 minutes left')).toBeHidden();

  await lab.focusNotebook();
  await page.keyboard.press('Alt+Shift+F');
  await expect(page.getByRole('button', { name: 'Leave focus' })).toBeVisible();
  await expect(course).toBeHidden();
});

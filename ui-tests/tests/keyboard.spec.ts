import { expect, test } from './journey';

test('an exercise is answered, checked, hinted and solved by keyboard alone', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.openLesson();
  const { keyboard } = page;
  const wakeUp = await lab.exercise('wake-up');
  await lab.focusNotebook();

  // From the notebook: edit, write, check, without leaving the editor.
  await keyboard.press('Enter');
  await keyboard.press('ControlOrMeta+A');
  await keyboard.insertText('spark = [0.5, 1.5, 2.5]');
  await keyboard.press('Alt+Shift+C');
  await expect(wakeUp.verdict).toContainText('You made a Python list.');
  await keyboard.press('Alt+Shift+H');
  await expect(wakeUp.bar.getByRole('region', { name: 'Hints' })).toBeVisible();
  // The learner who was writing goes on writing.
  await keyboard.press('ControlOrMeta+A');
  await keyboard.insertText(
    'import torch\nspark = torch.tensor([0.5, 1.5, 2.5])'
  );
  expect(await wakeUp.source()).toContain('torch.tensor');

  // Through the bar: every button is reached with Tab and pressed with Enter or Space.
  await wakeUp.button('Check answer').focus();
  await keyboard.press('Enter');
  await expect(wakeUp.verdict).toContainText(
    'Every promise of the task is kept.'
  );
  expect(await wakeUp.source()).toContain('torch.tensor');
  const reached: string[] = [];
  await wakeUp.button('Check answer').focus();
  for (let presses = 0; presses < 5; presses++) {
    await keyboard.press('Tab');
    reached.push(
      await page.evaluate(
        () =>
          document.activeElement?.getAttribute('aria-label') ??
          document.activeElement?.textContent ??
          ''
      )
    );
  }
  expect(reached.join('|')).toMatch(
    /Hint 2 of 3.*Solution.*Show the check.*More about/
  );
  await wakeUp.button(/^Solution/).focus();
  await keyboard.press('Space');
  await expect(
    wakeUp.bar.getByRole('region', { name: 'Solution' })
  ).toBeVisible();

  // The menu opens, moves and closes, and gives the focus back.
  const more = wakeUp.button('More about this exercise');
  await more.focus();
  await keyboard.press('Enter');
  await expect(page.getByRole('menu').last()).toBeVisible();
  await keyboard.press('Escape');
  await expect(more).toBeFocused();
});

test('the course panel is walked through by keyboard alone', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.section('Course');
  await lab.panel.getByRole('tab', { name: 'Course', exact: true }).focus();
  await page.keyboard.press('ArrowRight');
  await expect(
    lab.panel.getByRole('tab', { name: 'Lesson', exact: true })
  ).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(lab.panel.getByRole('region', { name: 'Badges' })).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('Tab');
  await expect(
    lab.panel.getByRole('button', { name: /Begin here/ })
  ).toBeFocused();
  await page.keyboard.press('Enter');
  await lab.idle();
  expect(await lab.path()).toContain('.ipynb');
});

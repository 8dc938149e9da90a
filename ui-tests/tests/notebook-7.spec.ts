import { expect, test } from './journey';
import { notebook7 } from './plain-notebook';

test('a lesson is checked in Notebook 7 as in JupyterLab', async ({
  lab,
  page,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  const path = await lab.path();

  const notebook = await notebook7(page, server);
  await notebook.goto(`notebooks/${encodeURI(path)}`);
  await notebook.idle();
  const wakeUp = await notebook.exercise('wake-up');
  await wakeUp.write('spark = [0.5, 1.5, 2.5]');
  await wakeUp.check('You made a Python list.');
  await wakeUp.button('Hint 1 of 3').click();
  await expect(wakeUp.bar.getByRole('region', { name: 'Hints' })).toBeVisible();
  await wakeUp.write('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
  await wakeUp.check('Every promise of the task is kept.');
  await expect(
    wakeUp.bar.getByText('Mastered', { exact: true })
  ).toBeAttached();
  await notebook.save();
  await notebook.page.close();
});

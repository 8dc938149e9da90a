import { rename } from 'node:fs/promises';
import { join } from 'node:path';

import { expect, test } from './journey';

test('a renamed notebook is still the lesson, and opens again from the course', async ({
  lab,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
  await wakeUp.check('Every promise of the task is kept.');
  await lab.save();
  const folder = (await lab.path()).replace(/\/[^/]*$/, '');

  await lab.rename('my own name.ipynb');
  await expect.poll(async () => lab.path()).toBe(`${folder}/my own name.ipynb`);
  await expect(wakeUp.verdict).toContainText(
    'Every promise of the task is kept.'
  );
  await wakeUp.write('spark = 1');
  await wakeUp.check(/spark/);
  await lab.save();

  // Moved to another folder behind the server's back, as with a file manager.
  await rename(
    join(server.work, folder, 'my own name.ipynb'),
    join(server.work, folder, 'moved.ipynb')
  );
  await lab.goto();
  await lab.openLesson();
  expect(await lab.path()).toBe(`${folder}/moved.ipynb`);
  const found = await lab.exercise('wake-up');
  expect(await found.source()).toBe('spark = 1');
  await expect(found.bar.getByText('Mastered', { exact: true })).toBeAttached();
});

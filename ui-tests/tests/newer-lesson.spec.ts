import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

import type { notebookText } from './course-text';
import { expect, test } from './journey';

const OLD = 'So stood it in the version before.';
const MINE = 'import torch\nspark = torch.tensor([0.5, 1.5, 2.5])  # mine';

type Notebook = ReturnType<typeof notebookText>;

function read(file: string): Notebook {
  return JSON.parse(readFileSync(file, 'utf-8')) as Notebook;
}

function textOf(notebook: Notebook): string {
  return notebook.cells
    .map(({ source }) => (Array.isArray(source) ? source.join('') : source))
    .join('\n');
}

/** Make a learner's copy one of an earlier version, in which an untouched text had other words. */
function makeOlder(file: string): void {
  const notebook = read(file);
  const task = notebook.cells.find(cell => cell.id === 'task-wake-up');
  if (!task) {
    throw new Error('The lesson has lost the exercise that this journey needs.');
  }
  task.source = OLD;
  task.metadata.torchenstein = {
    ...(task.metadata.torchenstein as object),
    origin: createHash('sha256').update(OLD).digest('hex').slice(0, 16)
  };
  notebook.metadata.torchenstein = {
    ...(notebook.metadata.torchenstein as object),
    content: 'earlier'
  };
  writeFileSync(file, JSON.stringify(notebook));
}

test('a newer lesson is merged when the learner says so, with a backup and with every word of theirs', async ({
  lab,
  page,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  await lab.save();
  const file = join(server.work, await lab.path());
  await lab.execute('application:close');
  makeOlder(file);
  const dialog = page.getByRole('dialog', {
    name: 'A newer version of this lesson is installed'
  });

  // Later: the copy opens as it is, and the question comes again.
  const opened = lab.openLesson();
  await dialog.getByRole('button', { name: 'Later' }).click();
  await opened;
  expect(textOf(read(file))).toContain(OLD);
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write(MINE);
  await lab.insertCell('# my own cell');

  // Now, with an answer that is not saved yet.
  const merged = lab.openLesson();
  await dialog.getByRole('button', { name: 'Bring up to date' }).click();
  await merged;
  await expect(
    page.getByText('Your earlier copy is kept as', { exact: false }).first()
  ).toBeVisible();
  const now = textOf(read(file));
  expect(now).not.toContain(OLD);
  expect(now).toContain(MINE);
  expect(now).toContain('# my own cell');
  const again = await lab.exercise('wake-up');
  expect(await again.source()).toBe(MINE);
  await again.check('Every promise of the task is kept.');

  const backups = readdirSync(dirname(file)).filter(name =>
    name.includes('(backup ')
  );
  expect(backups).toHaveLength(1);
  const backup = textOf(read(join(dirname(file), backups[0] ?? '')));
  expect(backup).toContain(OLD);
  expect(backup).toContain(MINE);

  // The copy is of this version: nobody asks any more.
  await lab.save();
  await lab.openLesson();
  await expect(dialog).toHaveCount(0);
});

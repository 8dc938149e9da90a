import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import type { notebookText } from './course-text';
import { expect, test } from './journey';

const SCRIPT =
  '<img src=x onerror="window.hit=1"><script>window.hit=1</script><svg onload="window.hit=1">';

test('text in tasks, names and metadata never runs as a script', async ({
  lab,
  page,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  const file = join(server.work, await lab.path());
  await lab.save();
  await lab.execute('application:close');

  const notebook = JSON.parse(await readFile(file, 'utf-8')) as ReturnType<
    typeof notebookText
  >;
  const task = notebook.cells.find(cell => cell.id === 'task-wake-up');
  const [first, second, third, fourth] = notebook.cells.filter(
    cell => cell.id.startsWith('exercise-') && cell.id !== 'exercise-wake-up'
  );
  if (!task || !first || !second || !third || !fourth) {
    throw new Error('The lesson has fewer exercises than this journey needs.');
  }
  task.source = `### Wake up ${SCRIPT}\n\n[click](javascript:window.hit=1) ${SCRIPT}`;
  first.metadata.torchenstein = { cell: SCRIPT, exercise: SCRIPT };
  second.metadata.torchenstein = {
    exercise: '../../../etc/passwd',
    deal: -1
  };
  third.metadata.torchenstein = { exercise: 'x'.repeat(10_000), deal: 1e99 };
  fourth.metadata.torchenstein = { exercise: 42, voice: [SCRIPT] };
  await writeFile(file, JSON.stringify(notebook));

  await lab.openLesson();
  for (const index of [0, 1, 2]) {
    const id = [SCRIPT, '../../../etc/passwd', 'x'.repeat(10_000)][index] ?? '';
    await lab.showCellOf(id);
    await expect(
      page
        .locator('.jp-TorchensteinExerciseBar')
        .getByText(id.slice(0, 20))
        .filter({ hasText: 'has none of that name' })
        .first()
    ).toBeVisible();
  }
  // The others go on as if nothing was wrong, and what an answer says is text as well.
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write(`spark = ${JSON.stringify(SCRIPT)}`);
  await wakeUp.check(/spark|text/);
  await wakeUp.write(`raise ValueError(${JSON.stringify(SCRIPT)})`);
  await wakeUp.check('ValueError');
  await lab.section('Lesson');
  expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false);
});

test('metadata of the notebook that was edited by hand ends in a sentence', async ({
  lab,
  page,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  const file = join(server.work, await lab.path());
  await lab.save();
  await lab.execute('application:close');
  const notebook = JSON.parse(await readFile(file, 'utf-8')) as ReturnType<
    typeof notebookText
  >;
  notebook.metadata.torchenstein = { pack: '../..', lesson: SCRIPT };
  const edited = join(server.work, 'edited.ipynb');
  await writeFile(edited, JSON.stringify(notebook));
  await lab.goto('lab/tree/edited.ipynb');
  await lab.idle();
  await lab.showCellOf('wake-up');
  await expect(
    page.locator('.jp-TorchensteinExerciseBar-problem').first()
  ).toBeVisible();
  expect(await page.evaluate(() => 'hit' in globalThis)).toBe(false);
});

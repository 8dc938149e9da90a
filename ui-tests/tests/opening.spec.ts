import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { expect, test } from './journey';

test('opening a lesson again keeps every word of the learner’s copy', async ({
  lab,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('spark = "mine"');
  await lab.insertCell('# my own cell');
  await lab.save();
  const file = join(server.work, await lab.path());
  const before = readFileSync(file, 'utf-8');
  await lab.goto();
  await lab.section('Course');
  await lab.panel.getByRole('button', { name: /Go on here/ }).click();
  await lab.idle();
  expect(readFileSync(file, 'utf-8')).toBe(before);
  const found = await lab.exercise('wake-up');
  expect(await found.source()).toBe('spark = "mine"');
});

test('a lesson that was only looked at is not changed', async ({ lab }) => {
  await lab.goto();
  await lab.openLesson();
  await expect
    .poll(async () => lab.isChanged())
    .toEqual({ isKernelKnown: true, isDirty: false });
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('spark = 1');
  expect((await lab.isChanged()).isDirty).toBe(true);
});

test('a file that has the lesson’s name already is left alone', async ({
  lab,
  server
}) => {
  await lab.goto();
  await lab.openLesson();
  const path = await lab.path();
  const folder = path.split('/')[0] ?? '';
  await lab.save();
  await lab.execute('application:close');
  const file = join(server.work, path);
  const theirs = JSON.stringify({
    cells: [],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5
  });
  writeFileSync(file, theirs);
  await lab.openLesson();
  expect(await lab.path()).not.toBe(path);
  expect(readFileSync(file, 'utf-8')).toBe(theirs);
  expect(
    readdirSync(join(server.work, folder), { recursive: true }).filter(name =>
      String(name).endsWith('.ipynb')
    ).length
  ).toBeGreaterThanOrEqual(2);
});

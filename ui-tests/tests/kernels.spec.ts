import { expect, test } from './journey';

const RIGHT = 'import torch\nspark = torch.tensor([0.5, 1.5, 2.5])';
const WAIT = 'import threading\nthreading.Event().wait(60)';

test('a restarted kernel has forgotten the answer, and a check runs it again', async ({
  lab
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write(RIGHT);
  await wakeUp.check('Every promise of the task is kept.');
  await lab.restartKernel();
  await lab.idle();
  await wakeUp.check('Every promise of the task is kept.');
});

test('a notebook whose kernel was shut down says so, and offers what to do', async ({
  lab
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write(RIGHT);
  await lab.shutDownKernel();
  await wakeUp.check('This notebook has no running kernel');
  await expect(wakeUp.bar).toContainText('Restart Kernel');
});

test('a cell that ends the kernel is told so, and the next check works', async ({
  lab,
  page
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('import os\nos._exit(1)');
  await wakeUp.button('Check answer').click();
  // Either the check came before the kernel was back, or it found out itself what the cell does.
  await expect(wakeUp.verdict).toContainText(
    /kernel stopped|no running kernel|ended the Python program/,
    { timeout: 60_000 }
  );
  // JupyterLab says so as well, in its own dialog.
  await page
    .getByRole('dialog', { name: 'Kernel Restarting' })
    .getByRole('button', { name: 'Ok' })
    .click();
  await expect(wakeUp.button('Check answer')).toBeVisible();
  await lab.idle();
  await wakeUp.write(RIGHT);
  await wakeUp.check('Every promise of the task is kept.');
});

test('a check waits for a busy kernel, and can be cancelled without disturbing it', async ({
  lab
}) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await lab.insertCell(WAIT);
  await lab.begin();
  await expect.poll(async () => lab.kernelStatus()).toBe('busy');

  await wakeUp.show();
  await wakeUp.button('Check answer').click();
  await expect(wakeUp.bar).toContainText('Waiting for the kernel…');
  await wakeUp.button('Cancel').click();
  await expect(wakeUp.button('Check answer')).toBeVisible();
  expect(await lab.kernelStatus()).toBe('busy');
  await expect(wakeUp.verdict).toBeEmpty();

  // Now the kernel comes free while the check waits.
  await wakeUp.write(RIGHT);
  await wakeUp.button('Check answer').click();
  await expect(wakeUp.bar).toContainText('Waiting for the kernel…');
  await lab.interruptKernel();
  await expect(wakeUp.verdict).toContainText(
    'Every promise of the task is kept.'
  );
});

test('the learner’s own endless cell is stopped by Cancel', async ({ lab }) => {
  await lab.goto();
  await lab.openLesson();
  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write(WAIT);
  await wakeUp.button('Check answer').click();
  await expect(wakeUp.bar).toContainText('Running your cell…');
  await expect.poll(async () => lab.kernelStatus()).toBe('busy');
  await wakeUp.button('Cancel').click();
  await expect(wakeUp.button('Check answer')).toBeVisible();
  await lab.idle();
});

test('a check that takes long is stopped by Cancel, and the kernel lives on', async ({
  lab
}) => {
  await lab.goto();
  await lab.openLesson();
  const worksOnce = await lab.exercise('works-once');
  await worksOnce.check('Not attempted yet');
  await worksOnce.write(
    'import threading\ndef amplify(*_):\n    threading.Event().wait(8)'
  );
  await worksOnce.button('Check answer').click();
  await expect(worksOnce.bar).toContainText('Checking…');
  await worksOnce.button('Cancel').click();
  await expect(worksOnce.verdict).toContainText(/cancelled|stopped/);
  await lab.idle();
  await worksOnce.write('def amplify(): return 1');
  await worksOnce.check(/amplify/);
});

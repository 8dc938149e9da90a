/**
 * The smoke test of any JupyterLab from 4.4 on: `TARGET_URL=http://127.0.0.1:8888 jlpm any-lab`.
 *
 * The server at that address is somebody else's: it needs no login (`--IdentityProvider.token=''`) and was started
 * with `--LabApp.expose_app_in_browser=True`. Nothing but Playwright is used.
 */
import { expect, test } from '@playwright/test';

import { LabPage } from '../tests/lab-page';

const url = (process.env.TARGET_URL ?? 'http://127.0.0.1:8888').replace(
  /\/$/,
  ''
);

test('Check answer gives a verdict, in the bar and in the sidebar', async ({
  page
}) => {
  test.setTimeout(180_000);
  const lab = new LabPage(page, url);
  await lab.goto();
  await lab.section('Course');
  await lab.panel.getByRole('button', { name: /0\.1 The first spark/ }).click();
  await lab.idle();

  const wakeUp = await lab.exercise('wake-up');
  await wakeUp.write('spark = [0.5, 1.5, 2.5]');
  await wakeUp.check('You made a Python list.');
  await wakeUp.button('Hint 1 of 3').click();
  await expect(wakeUp.bar.getByRole('region', { name: 'Hints' })).toBeVisible();
  await wakeUp.write('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
  await wakeUp.check('Every promise of the task is kept.');

  await lab.section('Badges and journal');
  await expect(lab.panel.getByRole('region', { name: 'Badges' })).toContainText(
    'It Twitches!'
  );
});

import { expect, test } from './journey';

for (const mode of ['defer', 'full', 'none', 'contentVisibility']) {
  test(`bars and verdicts stand in the windowing mode “${mode}”`, async ({
    lab,
    server
  }) => {
    server.setting('@jupyterlab/notebook-extension/tracker', {
      windowingMode: mode
    });
    await lab.goto();
    await lab.openLesson();
    const first = await lab.exercise('wake-up');
    await first.write('spark = [0.5, 1.5, 2.5]');
    await first.check('You made a Python list.');

    // Far away: in some modes the first cell leaves the page.
    const last = await lab.exercise('crack');
    await last.check('Not attempted yet');
    await first.show();
    await expect(first.verdict).toContainText('You made a Python list.');
    await first.write('import torch\nspark = torch.tensor([0.5, 1.5, 2.5])');
    await expect(first.verdict).toContainText(
      'From an earlier version of your cell'
    );
    await first.check('Every promise of the task is kept.');
  });
}

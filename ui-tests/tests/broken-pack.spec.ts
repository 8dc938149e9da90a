import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { expect, test } from './journey';
import { LabPage } from './lab-page';
import { TestServer } from './test-server';

test('a pack that cannot be read says so in one sentence, and the course stands', async ({
  page
}) => {
  const packages = mkdtempSync(join(tmpdir(), 'torchenstein-broken-'));
  mkdirSync(join(packages, 'broken_pack'));
  writeFileSync(join(packages, 'broken_pack', '__init__.py'), '');
  writeFileSync(join(packages, 'broken_pack', 'pack.json'), '{"id": 1');
  const info = join(packages, 'broken_pack-1.0.dist-info');
  mkdirSync(info);
  writeFileSync(
    join(info, 'METADATA'),
    'Metadata-Version: 2.1\nName: broken-pack\nVersion: 1.0\n'
  );
  writeFileSync(
    join(info, 'entry_points.txt'),
    '[torchenstein_lab.packs]\nbroken = broken_pack\n'
  );
  const path = [packages, process.env.PYTHONPATH].filter(Boolean);
  const server = await TestServer.start({ PYTHONPATH: path.join(delimiter) });
  try {
    const lab = new LabPage(page, server.url);
    await lab.goto();
    await lab.section('Course');
    await expect(
      lab.panel.getByText('The pack “broken” cannot be read.')
    ).toBeVisible();
    await expect(
      lab.panel.getByRole('button', { name: /Begin here/ })
    ).toBeVisible();
  } finally {
    await page.close();
    await server.dispose();
    rmSync(packages, { recursive: true, force: true });
  }
});

import AxeBuilder from '@axe-core/playwright';
import type { Locator } from '@playwright/test';

import { expect, test } from './journey';
import { notebook7, PlainNotebook } from './plain-notebook';

const CELLS = [
  'import torch\nimport torchenstein_lab as lab',
  'x = torch.arange(1, 7).reshape(2, 3)\nlab.memory(x, x.t(), x[0].expand(2, 3), (6,))',
  'prices, rates = torch.tensor([[2], [3]]), torch.tensor([10, 20, 30])\nlab.broadcast(prices, rates, "*")',
  'lab.matmul(x, torch.tensor([[1, 0], [0, 1], [2, 2]]))',
  'lab.einsum("ii->", torch.arange(9).reshape(3, 3))',
  'lab.bits(0.5, torch.float16, torch.int8)'
] as const;
const [, MEMORY, BROADCAST, MATMUL, EINSUM, BITS] = CELLS.keys();

/** The widget below a cell, once its script has started: the line that it speaks with is a live one then. */
async function widget(
  notebook: PlainNotebook,
  at: number | undefined
): Promise<Locator> {
  const found = notebook.cell(at ?? 0).locator('.jp-TorchensteinWidget');
  await expect(said(found)).toHaveAttribute('aria-live', 'polite');
  return found;
}

function said(picture: Locator): Locator {
  return picture.locator('.tl-say');
}

async function run(
  notebook: PlainNotebook,
  at: number | undefined
): Promise<Locator> {
  await notebook.run(at ?? 0);
  return widget(notebook, at);
}

for (const within of ['lab/tree', 'notebooks'] as const) {
  test(`memory and products answer to the pointer and the keys in ${within}`, async ({
    lab,
    page,
    server
  }) => {
    const place =
      within === 'notebooks' ? await notebook7(page, server) : lab;
    const { keyboard } = place.page;
    const notebook = await PlainNotebook.open(place, server, CELLS, within);
    await notebook.run(0);

    const memory = await run(notebook, MEMORY);
    const [a, b] = [0, 1].map(at => memory.locator('.tl-view').nth(at));
    await a?.locator('td').nth(5).hover();
    await expect(said(memory)).toHaveText('Cell 5 (6) is x[1, 2], B[2, 1].');
    await expect(memory.locator('.tl-on')).toHaveCount(3);
    await memory.locator('.tl-cells li').nth(1).hover();
    await expect(said(memory)).toHaveText(
      'Cell 1 (2) is x[0, 1], B[1, 0], C[0, 1], C[1, 1].'
    );
    await b?.locator('td').first().focus();
    await keyboard.press('ArrowDown');
    await keyboard.press('ArrowRight');
    await expect(said(memory)).toHaveText('Cell 4 (5) is x[1, 1], B[1, 1].');

    const broadcast = await run(notebook, BROADCAST);
    await broadcast.locator('.tl-r td').nth(5).hover();
    await expect(said(broadcast)).toHaveText(
      'result[1, 2] = prices[1, 0] * rates[2] = 3 * 30 = 90'
    );
    await expect(broadcast.locator('.tl-a .tl-from')).toHaveText('3');
    await broadcast.locator('.tl-b td').first().focus();
    await keyboard.press('End');
    await expect(said(broadcast)).toHaveText(
      'result[0, 2] = prices[0, 0] * rates[2] = 2 * 30 = 60'
    );

    const matmul = await run(notebook, MATMUL);
    await expect(said(matmul)).toHaveText(
      'result[0, 0] = 1 × 1 + 2 × 0 + 3 × 2 = 7'
    );
    await matmul.locator('.tl-result td').nth(3).hover();
    await expect(said(matmul)).toHaveText(
      'result[1, 1] = 4 × 0 + 5 × 1 + 6 × 2 = 17'
    );
    await expect(matmul.locator('.tl-p0 .tl-on')).toHaveText(['4', '5', '6']);
    await matmul.getByRole('button', { name: 'Step on' }).click();
    await keyboard.press('ArrowRight');
    await keyboard.press('ArrowRight');
    await expect(said(matmul)).toHaveText(
      'Step 3 of 12: result[0, 0] gets a[0, 2] × b[2, 0] = 3 × 2; the sum is 7'
    );
    await keyboard.press('ArrowLeft');
    await expect(said(matmul)).toHaveText(/^Step 2 of 12: .* 1 so far$/);
    await matmul.getByRole('button', { name: 'Reset to the start' }).click();
    await expect(said(matmul)).toHaveText(/^result\[0, 0\]/);

    const einsum = await run(notebook, EINSUM);
    await einsum.locator('.tl-p0 td').nth(1).hover();
    await expect(said(einsum)).toContainText('A[0, 1] is never read');
    await einsum.locator('.tl-p0 td').nth(4).hover();
    await expect(said(einsum)).toHaveText('A[1, 1] goes into result.');

    const bits = await run(notebook, BITS);
    const half = bits.locator('[data-row="float16"]');
    await half.getByRole('switch', { name: 'Bit 10, exponent' }).click();
    await expect(half.locator('.tl-head b')).toHaveText('1');
    await keyboard.press('Home');
    await keyboard.press(' ');
    await expect(said(bits)).toHaveText(
      'float16: −1; the next numbers: −0.000977 and +0.000488'
    );
    await expect(
      half.getByRole('switch', { name: 'Bit 15, sign' })
    ).toHaveAttribute('aria-checked', 'true');
    await bits
      .locator('[data-row="int8"]')
      .getByRole('switch', { name: 'Bit 7' })
      .click();
    await expect(said(bits)).toHaveText(
      'int8: −128; the next numbers: none below and +1'
    );
  });
}

for (const theme of [
  'JupyterLab Light',
  'JupyterLab Dark',
  'JupyterLab Dark High Contrast'
]) {
  test(`memory, products and bits have no serious finding in ${theme}`, async ({
    lab,
    page,
    server
  }) => {
    server.setting('@jupyterlab/apputils-extension/themes', { theme });
    const notebook = await PlainNotebook.open(lab, server, CELLS);
    await notebook.run(0);
    const found: string[] = [];
    for (const at of [MEMORY, BROADCAST, MATMUL, EINSUM, BITS]) {
      await run(notebook, at);
      const { violations } = await new AxeBuilder({ page })
        .include('.jp-TorchensteinWidget')
        .analyze();
      found.push(
        ...violations
          .filter(({ impact }) => impact === 'serious' || impact === 'critical')
          .map(
            ({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200) ?? ''}`
          )
      );
    }
    expect(found).toEqual([]);
  });
}

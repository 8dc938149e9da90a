/**
 * Loads JupyterLab from servers with and without the extension, in turn, each time in a fresh browser profile.
 *
 * Measured in the page, from the start of the navigation to the moment `app.restored` resolves. Prints the
 * milliseconds of each load, and every file of the extension that was fetched, with its size gzipped.
 */
import { gzipSync } from 'node:zlib';

import { launch, options } from './launch.mjs';

const OURS = '/lab/extensions/torchenstein-lab/';

const browser = await launch();

async function load(url, files) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 }
  });
  const page = await context.newPage();
  const bodies = [];
  page.on('response', response => {
    if (response.url().includes(OURS)) {
      bodies.push([response.url(), response.body()]);
    }
  });
  await page.goto(`${url}lab?reset`, { waitUntil: 'commit' });
  await page.waitForFunction(() => window.jupyterapp !== undefined, null, {
    timeout: 120000
  });
  const milliseconds = await page.evaluate(async () => {
    await window.jupyterapp.restored;
    return performance.now();
  });
  const hasPlugin = await page.evaluate(() => window.jupyterapp.hasPlugin('torchenstein-lab:exercise'));
  // What the start brought with it, until nothing is on its way any more.
  await page.waitForLoadState('networkidle');
  for (const [address, body] of bodies) {
    const name = new URL(address).pathname.split(OURS)[1];
    files[name] = gzipSync(await body, { level: 6 }).length;
  }
  await context.close();
  return { milliseconds, hasPlugin };
}

const files = {};
const pairs = [];
// The first load of each warms the server's caches and does not count.
await load(options.without, {});
await load(options.ours, {});
for (let pair = 0; pair < options.pairs; pair++) {
  // Which one is first changes, so that neither profits from the order.
  const order = pair % 2 === 0 ? ['ours', 'without'] : ['without', 'ours'];
  const found = {};
  for (const which of order) {
    found[which] = await load(options[which], which === 'ours' ? files : {});
  }
  if (!found.ours.hasPlugin || found.without.hasPlugin) {
    throw new Error('The servers are not what they should be.');
  }
  pairs.push([found.ours.milliseconds, found.without.milliseconds]);
}
await browser.close();
console.log(JSON.stringify({ pairs, files }));

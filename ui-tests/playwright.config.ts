/**
 * How the journeys meet a browser: Debian's Chromium, and for each worker a server with a home of its own.
 *
 * Project `journeys` is the gate. `shots` takes the pictures (`jlpm shots`), `any-lab` is the smoke test of any
 * JupyterLab, at the address that TARGET_URL names (`jlpm any-lab`).
 */
import { existsSync } from 'node:fs';

import { defineConfig } from '@playwright/test';

const BROWSERS = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/google-chrome',
  '/usr/bin/chromium-browser'
];
const browser = BROWSERS.find(path => path !== undefined && existsSync(path));

export default defineConfig({
  testDir: '.',
  outputDir: 'test-results',
  timeout: 180_000,
  expect: { timeout: 20_000 },
  // One server, and kernels that share two cores with it.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  retries: process.env.CI === undefined ? 0 : 1,
  reporter: [
    ['list'],
    ['html', { open: 'never', outputFolder: 'playwright-report' }]
  ],
  use: {
    browserName: 'chromium',
    launchOptions: {
      ...(browser === undefined ? {} : { executablePath: browser }),
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync'
      ]
    },
    trace: 'retain-on-failure',
    // Recording needs an ffmpeg that Playwright would have to download.
    video: 'off',
    viewport: { width: 1440, height: 900 }
  },
  projects: [
    { name: 'journeys', testDir: 'tests' },
    { name: 'shots', testDir: 'shots' },
    { name: 'any-lab', testDir: 'any-lab' }
  ]
});

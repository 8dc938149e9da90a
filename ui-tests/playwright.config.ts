/**
 * How the journeys meet a browser: Debian's Chromium, a server of their own with a home of their own.
 *
 * Project `journeys` is the gate, project `shots` takes the pictures of the documentation.
 */
import { existsSync } from 'node:fs';

import { defineConfig } from '@playwright/test';

const PORT = Number(process.env.TORCHENSTEIN_TEST_PORT ?? 8899);
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
  timeout: 90_000,
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
    baseURL: `http://127.0.0.1:${String(PORT)}`,
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
    { name: 'shots', testDir: 'shots' }
  ],
  webServer: {
    command: 'jlpm start',
    url: `http://127.0.0.1:${String(PORT)}/lab`,
    env: { TORCHENSTEIN_TEST_PORT: String(PORT) },
    timeout: 120_000,
    reuseExistingServer: false,
    stdout: 'ignore'
  }
});

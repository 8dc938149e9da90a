/**
 * What every journey starts from: a server of its own for each worker, a learner who comes for the first time for
 * each test, and the page of the lab. Built on Galata's fixtures, without its mocks: everything here is real.
 */
import { test as galata } from '@jupyterlab/galata';
import type { TestType } from '@playwright/test';
import { expect } from '@playwright/test';

import { LabPage } from './lab-page';
import { TestServer } from './test-server';

export { expect };

interface IJourney {
  lab: LabPage;
}

interface IWorker {
  server: TestServer;
}

type Galata =
  typeof galata extends TestType<infer Test, infer Worker>
    ? TestType<Test & IJourney, Worker & IWorker>
    : never;

/* eslint-disable no-empty-pattern -- Playwright reads from the pattern what a fixture needs. */
export const test: Galata = galata.extend<IJourney, IWorker>({
  autoGoto: false,
  mockConfig: false,
  mockSettings: false,
  mockState: false,
  mockUser: false,
  kernels: async ({}, use) => use(null),
  sessions: async ({}, use) => use(null),
  terminals: async ({}, use) => use(null),
  tmpPath: async ({}, use) => use(''),
  server: [
    async ({}, use) => {
      const server = await TestServer.start();
      await use(server);
      await server.dispose();
    },
    { scope: 'worker', timeout: 120_000 }
  ],
  baseURL: async ({ server }, use) => {
    await use(server.url);
  },
  // Galata waits for the launcher; our pages wait for what they need.
  waitForApplication: async ({}, use) => use(() => Promise.resolve()),
  lab: async ({ page, server }, use) => {
    await server.forget();
    // Nothing that a learner does may raise an error that nobody caught.
    const errors: string[] = [];
    page.on('pageerror', error => errors.push(String(error)));
    await use(new LabPage(page, server.url));
    expect(errors).toEqual([]);
  }
});

import { PromiseDelegate } from '@lumino/coreutils';

import { Turnstile } from '../turnstile';

describe('The turnstile before a kernel', () => {
  it('lets one task through at a time, in order', async () => {
    const turnstile = new Turnstile();
    const first = new PromiseDelegate<void>();
    const log: string[] = [];
    const one = turnstile.pass('k', async () => {
      log.push('one begins');
      await first.promise;
      log.push('one ends');
    });
    const two = turnstile.pass('k', () => {
      log.push('two');
      return Promise.resolve();
    });
    expect(turnstile.isBusy('k')).toBe(true);
    first.resolve();
    await Promise.all([one, two]);
    expect(log).toEqual(['one begins', 'one ends', 'two']);
    expect(turnstile.isBusy('k')).toBe(false);
  });

  it('lets the next one through after a failure', async () => {
    const turnstile = new Turnstile();
    const one = turnstile.pass('k', () => Promise.reject(new Error('gone')));
    const two = turnstile.pass('k', () => Promise.resolve('through'));
    await expect(one).rejects.toThrow('gone');
    await expect(two).resolves.toBe('through');
  });

  it('does not let kernels wait for each other', async () => {
    const turnstile = new Turnstile();
    const never = new PromiseDelegate<void>();
    const one = turnstile.pass('slow', () => never.promise);
    await expect(
      turnstile.pass('quick', () => Promise.resolve(1))
    ).resolves.toBe(1);
    never.resolve();
    await one;
  });
});

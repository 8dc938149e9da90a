/**
 * Takes the pictures: `jlpm shots`; with `--readme`, some of them are copied to `docs/pictures`, too.
 */
import { spawnSync } from 'node:child_process';

const given = process.argv.slice(2);
const { status } = spawnSync(
  'playwright',
  ['test', '--project=shots', '--reporter=list', ...given.filter(one => one !== '--readme')],
  {
    stdio: 'inherit',
    env: {
      ...process.env,
      ...(given.includes('--readme') ? { SHOTS_README: '1' } : {})
    }
  }
);
process.exit(status ?? 1);

import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  writeFileSync
} from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

const CONFIG = resolve(__dirname, '..', 'jupyter_server_config.py');

/**
 * A Jupyter Server with a home of its own, which can be stopped and started again like a learner's.
 */
export class TestServer {
  private constructor(
    readonly home: string,
    readonly port: number,
    private readonly environment: Record<string, string>
  ) {}

  /** Make a home and start a server in it; `environment` adds to the variables of this process. */
  static async start(
    environment: Record<string, string> = {}
  ): Promise<TestServer> {
    const home = mkdtempSync(join(tmpdir(), 'torchenstein-ui-'));
    const server = new TestServer(home, await freePort(), environment);
    server.makeFolders();
    await server.up();
    return server;
  }

  get url(): string {
    return `http://127.0.0.1:${String(this.port)}`;
  }

  /** The folder in which the learner works. */
  get work(): string {
    return join(this.home, 'work');
  }

  /** The folder of everything the extension keeps for the learner. */
  get kept(): string {
    return join(this.home, 'data', 'torchenstein_lab');
  }

  async up(): Promise<void> {
    const process_ = spawn('jupyter', ['lab', '--config', CONFIG], {
      cwd: this.home,
      env: {
        ...process.env,
        JUPYTER_DATA_DIR: join(this.home, 'data'),
        JUPYTER_CONFIG_DIR: join(this.home, 'config'),
        JUPYTER_RUNTIME_DIR: join(this.home, 'runtime'),
        IPYTHONDIR: join(this.home, 'ipython'),
        TORCHENSTEIN_TEST_HOME: this.home,
        TORCHENSTEIN_TEST_PORT: String(this.port),
        ...this.environment
      },
      stdio: ['ignore', 'ignore', 'pipe']
    });
    this.process_ = process_;
    const said: string[] = [];
    await new Promise<void>((ready, failed) => {
      createInterface({ input: process_.stderr }).on('line', line => {
        said.push(line);
        if (line.includes(`${this.url}/`)) {
          ready();
        }
      });
      process_.once('exit', () => {
        failed(new Error(`JupyterLab did not start:\n${said.join('\n')}`));
      });
    });
  }

  async down(): Promise<void> {
    const process_ = this.process_;
    this.process_ = null;
    if (process_?.exitCode === null) {
      const ended = once(process_, 'exit');
      process_.kill('SIGTERM');
      await ended;
    }
  }

  /** As after a night: the server was shut down, with all kernels, and is started again. */
  async restart(): Promise<void> {
    await this.down();
    await this.up();
  }

  /** Make everything as for a learner who comes for the first time. */
  async forget(): Promise<void> {
    const reply = await fetch(`${this.url}/lab`);
    const cookies = reply.headers
      .getSetCookie()
      .map(cookie => cookie.split(';')[0] ?? '');
    const xsrf = cookies.find(cookie => cookie.startsWith('_xsrf='));
    const headers = {
      Cookie: cookies.join('; '),
      'X-XSRFToken': xsrf?.slice('_xsrf='.length) ?? ''
    };
    const sessions = (await (
      await fetch(`${this.url}/api/sessions`, { headers })
    ).json()) as { id: string }[];
    for (const { id } of sessions) {
      await fetch(`${this.url}/api/sessions/${id}`, {
        method: 'DELETE',
        headers
      });
    }
    for (const folder of [
      this.kept,
      join(this.home, 'settings'),
      join(this.home, 'workspaces')
    ]) {
      rmSync(folder, { recursive: true, force: true });
    }
    for (const entry of readdirSync(this.work)) {
      rmSync(join(this.work, entry), { recursive: true, force: true });
    }
    this.makeFolders();
  }

  /** Write a setting as JupyterLab keeps it; the next page that is loaded has it. */
  setting(plugin: string, values: object): void {
    const [scope = '', extension = '', name = ''] = plugin.split('/');
    const folder = join(this.home, 'settings', scope, extension);
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, `${name}.jupyterlab-settings`),
      JSON.stringify(values)
    );
  }

  async dispose(): Promise<void> {
    await this.down();
    rmSync(this.home, { recursive: true, force: true });
  }

  private makeFolders(): void {
    mkdirSync(this.work, { recursive: true });
    // Nobody asks about news in the middle of a lesson.
    this.setting('@jupyterlab/apputils-extension/notification', {
      fetchNews: 'false',
      checkForUpdates: false
    });
  }

  private process_: ChildProcess | null = null;
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

import type { ServerConnection } from '@jupyterlab/services';
import { nullTranslator } from '@jupyterlab/translation';

import { aCourse } from '../../exercise/__tests__/sample';
import { Client } from '../client';
import { asProblem } from '../server-problem';

/** A request as the settings make it, for a world without `fetch`. */
class AskedFor {
  readonly cache = 'default';
  readonly headers = new Map<string, string>();
  constructor(readonly url: string) {}
}

/** A client whose server gives one answer. */
function aClient(answer: (request: AskedFor) => Promise<unknown>) {
  const serverSettings = {
    baseUrl: 'http://localhost/user/x/',
    token: '',
    init: {},
    Request: AskedFor,
    fetch: answer
  } as unknown as ServerConnection.ISettings;
  return new Client({
    serverSettings,
    trans: nullTranslator.load('torchenstein_lab')
  });
}

function anAnswer(status: number, body: string) {
  return Promise.resolve({
    ok: status < 400,
    status,
    text: () => Promise.resolve(body)
  });
}

describe('The client', () => {
  it('asks below the base URL, and escapes ids', async () => {
    const urls: string[] = [];
    const client = aClient(({ url }) => {
      urls.push(url.split('?')[0]!);
      return anAnswer(200, '{}');
    });
    await client.lesson({ pack: '../x', lesson: 'a b' });
    expect(urls).toEqual([
      'http://localhost/user/x/torchenstein/api/lessons/..%2Fx/a%20b'
    ]);
  });

  it('takes an empty answer', async () => {
    const client = aClient(() => anAnswer(204, ''));
    await expect(client.cancel('1')).resolves.toBeUndefined();
  });

  it.each([
    [400, '{"message": "No.", "remedy": "Do."}', 'No.', 'Do.'],
    [
      404,
      '<html>',
      'its server extension is not loaded',
      'torchenstein doctor'
    ],
    [403, '', 'log in again', 'Reload'],
    [502, 'Bad gateway', '502', 'log says more']
  ])('turns a %i into sentences', async (status, body, message, remedy) => {
    const client = aClient(() => anAnswer(status, body));
    const problem = asProblem(
      await client.journal().catch((reason: unknown) => reason)
    );
    expect(problem.message).toContain(message);
    expect(problem.remedy).toContain(remedy);
  });

  it('says so when the server does not answer', async () => {
    const client = aClient(() => Promise.reject(new TypeError('fetch failed')));
    await expect(client.journal()).rejects.toThrow('does not answer');
  });

  it.each([
    [2, 'Reload this page'],
    [0, 'Restart the Jupyter server']
  ])('does not trust a server with contract %i', async (contract, remedy) => {
    const course = JSON.stringify(aCourse(undefined, { contract }));
    const client = aClient(() => anAnswer(200, course));
    const problem = asProblem(
      await client.course().catch((reason: unknown) => reason)
    );
    expect(problem.remedy).toContain(remedy);
  });
});

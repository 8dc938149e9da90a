import type {
  JupyterFrontEnd,
  JupyterFrontEndPlugin
} from '@jupyterlab/application';
import { ITranslator, nullTranslator } from '@jupyterlab/translation';

import { IClient } from '../tokens';
// All other plugins wait for the client.
// eslint-disable-next-line jupyter/prefer-lazy-imports
import { Client } from './client';

export const apiPlugin: JupyterFrontEndPlugin<IClient> = {
  id: 'torchenstein-lab:api',
  description: 'Provides the client of the Torchenstein Lab server extension.',
  autoStart: true,
  provides: IClient,
  optional: [ITranslator],
  activate: (app: JupyterFrontEnd, translator: ITranslator | null): IClient =>
    new Client({
      serverSettings: app.serviceManager.serverSettings,
      trans: (translator ?? nullTranslator).load('torchenstein_lab')
    })
};

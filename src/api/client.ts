import { URLExt } from '@jupyterlab/coreutils';
import { ServerConnection } from '@jupyterlab/services';
import type { TranslationBundle } from '@jupyterlab/translation';

import type {
  BadgeSeenRequest,
  CheckReply,
  CheckRequest,
  CleanRoomReadyRequest,
  CleanRoomRequest,
  CleanRoomState,
  Course,
  ErrorRequest,
  ExerciseRequest,
  ExplainReply,
  HintReply,
  JournalReply,
  JournalRequest,
  LessonReply,
  OpenReply,
  OpenRequest,
  ResetReply,
  RevealReply,
  RubricRequest
} from '../contracts';
import { CONTRACT } from '../contracts';
import type { IClient, ILessonKey } from '../tokens';
import { isProblem, ServerProblem } from './server-problem';

const ROOT = 'torchenstein/api';

/**
 * Talks to the server extension; nothing else in the front end does.
 */
export class Client implements IClient {
  constructor(options: Client.IOptions) {
    this._settings = options.serverSettings;
    this._trans = options.trans;
  }

  async course(): Promise<Course> {
    const course = await this._get<Course>('course');
    if (course.contract !== CONTRACT) {
      const older = course.contract < CONTRACT;
      throw new ServerProblem(
        this._trans.__(
          'This page and the server have different versions of Torchenstein Lab (page: %1, server: %2).',
          CONTRACT,
          course.contract
        ),
        older
          ? this._trans.__(
              'Restart the Jupyter server, so that it loads the version that is installed.'
            )
          : this._trans.__(
              'Reload this page, so that it loads the new version.'
            )
      );
    }
    return course;
  }

  lesson(key: ILessonKey): Promise<LessonReply> {
    return this._get(lessonPath(key));
  }

  open(key: ILessonKey, request: OpenRequest): Promise<OpenReply> {
    return this._post(`${lessonPath(key)}/open`, request);
  }

  check(request: CheckRequest): Promise<CheckReply | null> {
    return this._post('check', request);
  }

  async cancel(id: string): Promise<void> {
    await this._post(`check/${encodeURIComponent(id)}/cancel`, {});
  }

  cleanRoom(request: CleanRoomRequest): Promise<CleanRoomState> {
    return this._post('clean-room', request);
  }

  async cleanRoomReady(request: CleanRoomReadyRequest): Promise<void> {
    await this._post('clean-room/ready', request);
  }

  cleanRoomState(id: string): Promise<CleanRoomState> {
    return this._get(`clean-room/${encodeURIComponent(id)}`);
  }

  async cancelCleanRoom(id: string): Promise<void> {
    await this._post(`clean-room/${encodeURIComponent(id)}/cancel`, {});
  }

  hint(request: ExerciseRequest): Promise<HintReply> {
    return this._post('hint', request);
  }

  reveal(request: ExerciseRequest): Promise<RevealReply> {
    return this._post('reveal', request);
  }

  reset(request: ExerciseRequest): Promise<ResetReply> {
    return this._post('reset', request);
  }

  journal(): Promise<JournalReply> {
    return this._get('journal');
  }

  explain(request: JournalRequest): Promise<JournalReply> {
    return this._post('journal', request);
  }

  async tick(entry: string, request: RubricRequest): Promise<void> {
    await this._post(`journal/${encodeURIComponent(entry)}/rubric`, request);
  }

  explainError(request: ErrorRequest): Promise<ExplainReply> {
    return this._post('error', request);
  }

  async badgeSeen(request: BadgeSeenRequest): Promise<void> {
    await this._post('badges/seen', request);
  }

  private _get<T>(path: string): Promise<T> {
    return this._request(path, { method: 'GET' });
  }

  private _post<T>(path: string, body: object): Promise<T> {
    return this._request(path, { method: 'POST', body: JSON.stringify(body) });
  }

  private async _request<T>(path: string, init: RequestInit): Promise<T> {
    const url = URLExt.join(this._settings.baseUrl, ROOT, path);
    let response: Response;
    try {
      response = await ServerConnection.makeRequest(url, init, this._settings);
    } catch (reason) {
      if (reason instanceof ServerConnection.NetworkError) {
        throw new ServerProblem(
          this._trans.__('The Jupyter server does not answer.'),
          this._trans.__(
            'See whether it is still running, then try again. Nothing you wrote is lost.'
          )
        );
      }
      throw reason;
    }
    const body = await readBody(response);
    if (!response.ok) {
      throw this._refused(response.status, body);
    }
    return body as T;
  }

  /** The problem behind an answer that is not 200, in the server's own words where it has some. */
  private _refused(status: number, body: unknown): ServerProblem {
    if (isProblem(body)) {
      return new ServerProblem(body.message, body.remedy, status);
    }
    if (status === 401 || status === 403) {
      return new ServerProblem(
        this._trans.__('The server wants you to log in again.'),
        this._trans.__('Reload this page and log in.'),
        status
      );
    }
    if (status === 404) {
      return new ServerProblem(
        this._trans.__(
          'The server does not know Torchenstein Lab: its server extension is not loaded.'
        ),
        this._trans.__(
          'Run “torchenstein doctor” in a terminal; it says what is missing and how to mend it.'
        ),
        status
      );
    }
    return new ServerProblem(
      this._trans.__('The server answered with an error (%1).', status),
      this._trans.__('Its log says more. Try again, or restart the server.'),
      status
    );
  }

  private readonly _settings: ServerConnection.ISettings;
  private readonly _trans: TranslationBundle;
}

export namespace Client {
  export interface IOptions {
    serverSettings: ServerConnection.ISettings;
    trans: TranslationBundle;
  }
}

function lessonPath({ pack, lesson }: ILessonKey): string {
  return `lessons/${encodeURIComponent(pack)}/${encodeURIComponent(lesson)}`;
}

/** The JSON in a response, or `null` where there is none (204, a proxy's HTML page). */
async function readBody(response: Response): Promise<unknown> {
  const text = await response.text();
  try {
    return text ? (JSON.parse(text) as unknown) : null;
  } catch {
    return null;
  }
}

import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import type { Action, ActivityView, PlanAnswer, Shown } from '../../../src/cli/ui/api.ts';
import type { OpenedDashboard } from './open-dashboard.ts';

export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly text: string;
}

interface Question {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** One request with exactly these headers, `Host` included, which fetch does not allow. */
export function ask(address: string, { method = 'GET', headers = {}, body }: Question = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request(address, { method, headers, agent: false }, (response) => {
      text(response).then((it) => {
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text: it });
      }, reject);
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

/** What a plan shows of an activity that nobody knows. */
export const NEW: Shown = { version: null, overrules: false };

/** Somebody who has opened the address and read the page. */
export interface Visitor {
  readonly page: Answer;
  readonly cookie: string;
  readonly key: string;
  get(path: string): Promise<Answer>;
  /** Presses a button of a row, as it was shown; that of a new activity in a plan where nothing else is said. */
  press(action: Action, garminId: string, shown?: Shown): Promise<Answer>;
  post(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Answer>;
}

export async function visit({ url, origin }: Pick<OpenedDashboard, 'url' | 'origin'>): Promise<Visitor> {
  const entry = await ask(url);
  const cookie = String(entry.headers['set-cookie']).split(';')[0] ?? '';
  const page = await ask(`${origin}/`, { headers: { cookie } });
  const key = /name="write-key" content="([^"]+)"/.exec(entry.text)?.[1] ?? '';
  const post: Visitor['post'] = (path, body, headers = {}) => {
    const standard = { cookie, 'content-type': 'application/json', 'x-garmin2strava-key': key };
    return ask(`${origin}${path}`, {
      method: 'POST',
      headers: { ...standard, ...headers },
      body: JSON.stringify(body),
    });
  };
  return {
    ...{ page, cookie, key, post },
    get: (path) => ask(`${origin}${path}`, { headers: { cookie } }),
    press: (action, garminId, { version, overrules } = NEW) =>
      post(`/api/${action}`, { garminId, shown: { version, overrules } }),
  };
}

/** The plan in an answer. */
export function plan({ text }: Answer): PlanAnswer {
  return JSON.parse(text) as PlanAnswer;
}

/** What a row says, without what its activity is. */
export function brief({ garminId, outcome, reason, actions }: ActivityView) {
  return { garminId, outcome, reason, actions };
}

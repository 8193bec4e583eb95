import type {
  Action,
  ActivitiesAnswer,
  ActivityView,
  ChangeAnswer,
  ChangeRequest,
  PlanAnswer,
  Problem,
  ProblemAnswer,
} from '../api.ts';
import { WRITE_KEY_HEADER } from '../api.ts';
import { writeKey } from './write-key.ts';

/** What the server says instead of an answer, in words for a person. */
export class Refusal extends Error {
  readonly problem: Problem;
  /** The activity as it is now, where one was to be changed. */
  readonly activity: ActivityView | null;

  constructor(problem: Problem, activity: ActivityView | null = null) {
    super(problem.message);
    this.problem = problem;
    this.activity = activity;
  }
}

const GONE: Problem = {
  code: 'GONE',
  message: 'The dashboard no longer answers.',
  hint: 'Run `garmin2strava ui` again.',
};
const BROKEN: Problem = {
  code: 'BROKEN',
  message: 'The dashboard’s answer cannot be read.',
  hint: 'Try again; if it stays so, reload the page.',
};

/** @throws Refusal */
export async function fetchActivities(): Promise<ActivitiesAnswer> {
  return read(await ask('/api/activities'), hasActivities<ActivitiesAnswer>);
}

/** @throws Refusal */
export async function fetchPlan(since: string | null): Promise<PlanAnswer> {
  return read(await ask('/api/plan', { since }), hasActivities<PlanAnswer>);
}

/** @throws Refusal */
export async function change(action: Action, { garminId, version, overrules }: ActivityView): Promise<ChangeAnswer> {
  const request: ChangeRequest = { garminId, shown: { version, overrules } };
  return read(await ask(`/api/${action}`, request), hasActivity);
}

/** The page as it would look now. @throws Refusal */
export async function fetchPage(): Promise<Document> {
  return new DOMParser().parseFromString(await (await ask('/')).text(), 'text/html');
}

/** Whatever went wrong, as something to tell a person. */
export function refusalOf(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const message = `The page met an error: ${error instanceof Error ? error.message : String(error)}`;
  return new Refusal({ code: 'UNEXPECTED', message, hint: 'Reload the page.' });
}

async function ask(path: string, body?: object): Promise<Response> {
  const headers = { 'Content-Type': 'application/json', [WRITE_KEY_HEADER]: writeKey() };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {};
  const response = await fetch(path, init).catch(() => null);
  if (!response) throw new Refusal(GONE);
  if (response.ok) return response;
  const answer = (await response.json().catch(() => null)) as ProblemAnswer | null;
  const message = `The dashboard answered ${response.status}.`;
  throw new Refusal(answer?.error ?? { ...GONE, message }, answer?.activity ?? null);
}

async function read<T>(response: Response, isIt: (answer: unknown) => answer is T): Promise<T> {
  const answer: unknown = await response.json().catch(() => null);
  if (!isIt(answer)) throw new Refusal(BROKEN);
  return answer;
}

function hasActivities<T extends ActivitiesAnswer>(answer: unknown): answer is T {
  return Array.isArray((answer as Partial<T> | null)?.activities);
}

function hasActivity(answer: unknown): answer is ChangeAnswer {
  return Boolean((answer as Partial<ChangeAnswer> | null)?.activity);
}

import type { Action, ActivitiesAnswer, ChangeAnswer, PlanAnswer, Problem, ProblemAnswer } from '../api.ts';
import { WRITE_KEY_HEADER } from '../api.ts';

/** What the server says instead of an answer, in words for a person. */
export class Refusal extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.problem = problem;
  }
}

const GONE: Problem = {
  code: 'GONE',
  message: 'The dashboard no longer answers.',
  hint: 'Run `garmin2strava ui` again.',
};

export async function fetchActivities(): Promise<ActivitiesAnswer> {
  return (await (await ask('/api/activities')).json()) as ActivitiesAnswer;
}

export async function fetchPlan(since: string | null): Promise<PlanAnswer> {
  return (await (await ask('/api/plan', { since })).json()) as PlanAnswer;
}

export async function change(action: Action, garminId: string): Promise<ChangeAnswer> {
  return (await (await ask(`/api/${action}`, { garminId })).json()) as ChangeAnswer;
}

/** The page as it would look now. */
export async function fetchPage(): Promise<Document> {
  return new DOMParser().parseFromString(await (await ask('/')).text(), 'text/html');
}

/** @throws Refusal */
async function ask(path: string, body?: object): Promise<Response> {
  const writeKey = document.querySelector<HTMLMetaElement>('meta[name="write-key"]')?.content ?? '';
  const headers = { 'Content-Type': 'application/json', [WRITE_KEY_HEADER]: writeKey };
  const init = body ? { method: 'POST', headers, body: JSON.stringify(body) } : {};
  const response = await fetch(path, init).catch(() => null);
  if (!response) throw new Refusal(GONE);
  if (response.ok) return response;
  const answer = (await response.json().catch(() => null)) as ProblemAnswer | null;
  throw new Refusal(answer?.error ?? { ...GONE, message: `The dashboard answered ${response.status}.` });
}

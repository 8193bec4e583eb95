import { expect, test } from 'vitest';
import type { ActivitiesAnswer, ChangeAnswer, PlanAnswer, ProblemAnswer } from '../../../src/cli/ui/api.ts';
import { fenixRide, fenixRun, openBench } from '../../support/bench.ts';
import { serve } from './serve.ts';

async function read<T>(answer: Promise<Response>): Promise<T> {
  return (await (await answer).json()) as T;
}

interface Session {
  readonly get: (path: string, headers?: Record<string, string>) => Promise<Response>;
  readonly post: (path: string, body: object, headers?: Record<string, string>) => Promise<Response>;
}

/** A browser that has opened the address. */
async function signIn(url: string): Promise<Session> {
  const { origin } = new URL(url);
  const entry = await fetch(url, { redirect: 'manual' });
  expect(entry.status).toBe(303);
  const Cookie = (entry.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  expect(entry.headers.get('set-cookie')).toMatch(/HttpOnly; SameSite=Strict/);
  const page = await (await fetch(origin, { headers: { Cookie } })).text();
  const [, key = ''] = /name="write-key" content="([^"]+)"/.exec(page) ?? [];
  return {
    get: (path, headers) => fetch(`${origin}${path}`, { headers: { Cookie, ...headers } }),
    post: (path, body, headers) =>
      fetch(`${origin}${path}`, {
        method: 'POST',
        headers: { Cookie, 'Content-Type': 'application/json', 'x-garmin2strava-key': key, ...headers },
        body: JSON.stringify(body),
      }),
  };
}

test('only who has the address gets in, and only the page itself can change anything', async () => {
  const bench = await openBench([await fenixRun()]);
  const url = await serve(bench);
  const { origin } = new URL(url);
  expect((await fetch(origin)).status).toBe(401);
  expect((await fetch(`${origin}/?token=wrong`)).status).toBe(401);
  expect((await fetch(`${origin}/api/activities`)).status).toBe(401);
  const session = await signIn(url);
  expect((await session.get('/api/activities')).status).toBe(200);
  expect((await session.post('/api/ignore', { garminId: '10000000001' }, { 'x-garmin2strava-key': '' })).status).toBe(
    403,
  );
  expect(
    (await session.post('/api/ignore', { garminId: '10000000001' }, { Origin: 'http://evil.example' })).status,
  ).toBe(403);
  expect((await session.post('/api/ignore', { garminId: '../x' })).status).toBe(400);
  expect((await session.get('/nowhere')).status).toBe(404);
});

test('the address works once: who reads it in the list of processes comes too late', async () => {
  const url = await serve(await openBench());
  const session = await signIn(url);
  expect((await fetch(url, { redirect: 'manual' })).status).toBe(401);
  const token = new URL(url).searchParams.get('token') ?? '';
  const name = `garmin2strava-${new URL(url).port}`;
  const stolen = await fetch(`${new URL(url).origin}/api/activities`, { headers: { Cookie: `${name}=${token}` } });
  expect(stolen.status).toBe(401);
  expect((await session.get('/api/activities')).status).toBe(200);
});

test('another host name is turned away, and the page may load nothing from elsewhere', async () => {
  const url = await serve(await openBench());
  const { port, hostname } = new URL(url);
  const { request } = await import('node:http');
  const status = await new Promise((resolve) => {
    request({ host: hostname, port, headers: { Host: 'evil.example' } }, (answer) => {
      answer.resume();
      resolve(answer.statusCode);
    }).end();
  });
  expect(status).toBe(421);
  const page = await (await signIn(url)).get('/');
  expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
  expect(page.headers.get('cache-control')).toBe('no-store');
});

test('the plan is a dry run; push and ignore do what the commands do', async () => {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  const session = await signIn(await serve(bench));
  const plan = await read<PlanAnswer>(session.post('/api/plan', { since: null }));
  expect(plan).toMatchObject({ schemaVersion: 1, trouble: null });
  expect(plan.activities.map(({ outcome }) => outcome)).toEqual(['planned', 'planned']);
  expect(bench.strava.uploads).toHaveLength(0);
  const pushed = await read<ChangeAnswer>(session.post('/api/push', { garminId: '10000000001' }));
  expect(pushed.activity).toMatchObject({ outcome: 'uploaded', actions: [] });
  const ignored = await read<ChangeAnswer>(session.post('/api/ignore', { garminId: '10000000002' }));
  expect(ignored.activity).toMatchObject({ outcome: 'left-out', actions: ['push'] });
  expect(bench.strava.uploads).toHaveLength(1);
  const { activities } = await read<ActivitiesAnswer>(session.get('/api/activities'));
  expect(activities.map(({ garminId, outcome }) => [garminId, outcome])).toEqual([
    ['10000000002', 'left-out'],
    ['10000000001', 'uploaded'],
  ]);
  expect((await session.post('/api/push', { garminId: '77' })).status).toBe(400);
});

test('trouble comes as words and a next step', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.inactive = true;
  const session = await signIn(await serve(bench));
  const answer = await session.post('/api/plan', { since: null });
  expect(answer.status).toBe(409);
  expect((await read<ProblemAnswer>(Promise.resolve(answer))).error).toMatchObject({
    code: 'STRAVA_APP_INACTIVE',
    hint: expect.any(String),
  });
});

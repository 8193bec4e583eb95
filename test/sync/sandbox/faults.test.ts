import { expect, onTestFinished, test } from 'vitest';
import type { FaultEffect } from '../../../src/sync/sandbox/faults.ts';
import { startServer } from '../../../src/sync/sandbox/server.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { NOON } from '../../support/records.ts';

async function open() {
  let acted = 0;
  const server = await startServer(manualClock(NOON), (app) => {
    app.get('/thing', (_req, res) => {
      acted += 1;
      res.json({ acted });
    });
  });
  onTestFinished(() => server.close());
  const ask = async (patience = 30_000) => {
    const response = await fetch(`${server.url}/thing`, { signal: AbortSignal.timeout(patience) });
    return { status: response.status, text: await response.text() };
  };
  return { server, ask, acted: () => acted };
}

test.each<[FaultEffect, number]>([
  [{ kind: 'reset' }, 0],
  [{ kind: 'hang' }, 0],
  [{ kind: 'lose-answer' }, 1],
  [{ kind: 'truncate' }, 1],
])('%j fails, and acts as it says', async (effect, actions) => {
  const { server, ask, acted } = await open();
  let hits = 0;
  server.faults.add({ path: /thing/, effect, onHit: () => (hits += 1) });
  await expect(ask(effect.kind === 'hang' ? 1_000 : undefined)).rejects.toThrow();
  expect([acted(), hits]).toEqual([actions, 1]);
  expect((await ask()).status).toBe(200);
});

test('an answer takes the place of the route, as often as planned and not before its turn', async () => {
  const { server, ask, acted } = await open();
  server.faults.add({
    path: /thing/,
    method: 'GET',
    effect: { kind: 'answer', status: 503, body: 'busy' },
    after: 1,
    times: 2,
  });
  const statuses = [await ask(), await ask(), await ask(), await ask()].map(({ status }) => status);
  expect(statuses).toEqual([200, 503, 503, 200]);
  expect(acted()).toBe(2);
  expect(server.count('GET', /thing/)).toBe(4);
});

test('a fault for another method or path does not hit', async () => {
  const { server, ask } = await open();
  server.faults.add({ path: /thing/, method: 'POST', effect: { kind: 'reset' } });
  server.faults.add({ path: /other/, effect: { kind: 'reset' } });
  expect((await ask()).status).toBe(200);
  server.faults.add({ path: /thing/, effect: { kind: 'reset' } });
  server.faults.clear();
  expect((await ask()).status).toBe(200);
});

import { describe, expect, test } from 'vitest';
import { AuthRequiredError, RateLimitedError, ServiceError, type ToolError } from '../../../src/sync/errors.ts';
import { Announcer } from '../../../src/sync/notices/announcer.ts';
import type { Channel } from '../../../src/sync/notices/channels.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../../src/sync/time.ts';
import { START } from '../../support/bench.ts';
import { manualClock } from '../../support/manual-clock.ts';
import { startWebhook } from '../../support/webhook.ts';

const NO_KEY = new AuthRequiredError('garmin', 'REJECTED', {
  message: 'Garmin does not accept the Personal API key.',
  hint: 'Run `garmin2strava auth garmin`.',
});
const EXPLANATION = { message: 'Strava does not answer.', hint: 'Wait.' };
const DOWN = new ServiceError('strava', { status: 503, outcome: 'unknown' }, EXPLANATION);
const SPENT = new RateLimitedError('strava', START + HOUR, EXPLANATION);

async function open({ heartbeat = false } = {}) {
  const clock = manualClock(START);
  const webhook = await startWebhook();
  const { documents } = openMemoryStore(clock);
  const channels: readonly Channel[] = [{ type: 'webhook', url: `${webhook.url}/secret-path` }];
  const audience = { channels, heartbeat: heartbeat ? `${webhook.url}/beat` : null };
  const options = { documents, clock, fetch: globalThis.fetch };
  let announcer = new Announcer(options);
  return {
    ...{ clock, webhook, options, audience },
    restart: () => {
      announcer = new Announcer(options);
    },
    runEnded: (trouble: ToolError | null, keyEndsAt: Instant | null = null) =>
      announcer.after({ trouble, keyEndsAt }, audience),
    idle: () => announcer.idle(audience),
    told: () =>
      webhook.received.filter(({ method }) => method === 'POST').map(({ body }) => String(JSON.parse(body).kind)),
    beats: () => webhook.received.filter(({ method }) => method === 'GET').map(({ path }) => path),
  };
}

describe('a stop that a person has to mend', () => {
  test('is told once, with what happened and what to do; and once that it works again', async () => {
    const { clock, webhook, restart, runEnded, told } = await open();
    for (let tick = 0; tick < 100; tick += 1) {
      if (tick % 10 === 0) restart();
      await runEnded(NO_KEY);
      clock.advance(MINUTE);
    }
    expect(told()).toEqual(['stopped']);
    for (let tick = 0; tick < 10; tick += 1) await runEnded(null);
    expect(told()).toEqual(['stopped', 'recovered']);
    expect(JSON.parse(webhook.received[0]?.body ?? '')).toMatchInlineSnapshot(`
      {
        "kind": "stopped",
        "next": "Run \`garmin2strava auth garmin\`.",
        "schemaVersion": 1,
        "text": "Garmin does not accept the Personal API key. No activity goes over to Strava since 2017-06-13 07:20 UTC; none is lost.",
        "title": "garmin2strava has stopped",
      }
    `);
  });

  test('is told again where nobody took it, with some time between, and without the address in the words', async () => {
    const { clock, webhook, runEnded, told } = await open();
    webhook.state.status = 500;
    const problems = await runEnded(NO_KEY);
    expect(problems).toEqual([expect.stringMatching(/^webhook at 127\.0\.0\.1:\d+: HTTP 500$/)]);
    expect(await runEnded(NO_KEY)).toEqual([]);
    webhook.state.status = 200;
    clock.advance(5 * MINUTE);
    expect(await runEnded(NO_KEY)).toEqual([]);
    clock.advance(5 * MINUTE);
    await runEnded(NO_KEY);
    expect(told()).toEqual(['stopped', 'stopped']);
  });

  test('recovery that nobody took is told again too', async () => {
    const { clock, webhook, runEnded, told } = await open();
    await runEnded(NO_KEY);
    webhook.state.status = 503;
    await runEnded(null);
    clock.advance(5 * MINUTE);
    webhook.state.status = 200;
    await runEnded(null);
    await runEnded(null);
    expect(told()).toEqual(['stopped', 'recovered', 'recovered']);
  });

  test('is told by one of two runs that meet it at once', async () => {
    const { options, audience, told } = await open();
    const runs = Array.from({ length: 5 }, () => new Announcer(options));
    await Promise.all(runs.map((run) => run.after({ trouble: NO_KEY, keyEndsAt: null }, audience)));
    expect(told()).toEqual(['stopped']);
  });
});

describe('trouble that may pass by itself', () => {
  test('is told after three hours', async () => {
    const { clock, runEnded, told } = await open();
    const toldAt: number[] = [];
    for (let minute = 0; minute < 300; minute += 1) {
      await runEnded(DOWN);
      if (told().length > toldAt.length) toldAt.push(minute);
      clock.advance(MINUTE);
    }
    expect(toldAt).toEqual([180]);
  });

  test('is not told, and neither is its end, when it passes sooner', async () => {
    const { clock, runEnded, told } = await open();
    for (let round = 0; round < 5; round += 1) {
      await runEnded(DOWN);
      clock.advance(HOUR);
      await runEnded(null);
    }
    expect(told()).toEqual([]);
  });

  test("Strava's quota is part of every day", async () => {
    const { clock, runEnded, told } = await open();
    for (let hour = 0; hour < 48; hour += 1) {
      await runEnded(SPENT);
      clock.advance(HOUR);
    }
    expect(told()).toEqual([]);
  });
});

test('the end of a key is told 14, 7 and 1 days before, once each, and anew for the next key', async () => {
  const { clock, webhook, restart, runEnded } = await open();
  const ends = START + 20 * DAY;
  for (let hour = 0; hour < 19.9 * 24; hour += 1) {
    if (hour % 7 === 0) restart();
    await runEnded(null, ends);
    clock.advance(HOUR);
  }
  const titles = () => webhook.received.map(({ body }) => String(JSON.parse(body).title));
  expect(titles()).toEqual([
    'The Garmin key ends in 14 days',
    'The Garmin key ends in 7 days',
    'The Garmin key ends in 1 day',
  ]);
  await runEnded(null, clock.now() + 10 * DAY);
  expect(titles().at(-1)).toBe('The Garmin key ends in 10 days');
});

describe('a heartbeat', () => {
  test('beats every five minutes at most, idle or not, and fails once it is known', async () => {
    const { clock, runEnded, idle, beats } = await open({ heartbeat: true });
    for (let minute = 0; minute < 10; minute += 1) {
      await (minute % 2 === 0 ? runEnded(null) : idle());
      clock.advance(MINUTE);
    }
    expect(beats()).toEqual(['/beat', '/beat']);
    await runEnded(NO_KEY);
    await runEnded(NO_KEY);
    expect(beats()).toEqual(['/beat', '/beat', '/beat/fail']);
    await runEnded(null);
    expect(beats().at(-1)).toBe('/beat');
  });

  test('is silent while trouble may pass: its own patience decides', async () => {
    const { runEnded, beats } = await open({ heartbeat: true });
    await runEnded(DOWN);
    expect(beats()).toEqual([]);
  });
});

test('with nobody to tell, nothing is kept', async () => {
  const clock = manualClock(START);
  const { documents } = openMemoryStore(clock);
  const announcer = new Announcer({ documents, clock, fetch: globalThis.fetch });
  await announcer.after({ trouble: NO_KEY, keyEndsAt: START + DAY }, { channels: [], heartbeat: null });
  expect(await documents.read('state/notices')).toBeNull();
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RateLimitedError } from '../../src/sync/errors.ts';
import { forecast } from '../../src/sync/forecast.ts';
import { parseBucket } from '../../src/sync/quota.ts';
import { QuotaBudget, READS_FOR_A_PERSON } from '../../src/sync/quota-budget.ts';
import { QuotaMeter } from '../../src/sync/sandbox/strava/quota-meter.ts';
import { defaultSettings } from '../../src/sync/sandbox/strava/settings.ts';
import { openMemoryStore } from '../../src/sync/store/memory-store.ts';
import { HOUR, MINUTE } from '../../src/sync/time.ts';
import { manualClock } from '../support/manual-clock.ts';
import { NOON } from '../support/records.ts';

function open(reservedReads = 0) {
  const clock = manualClock(NOON);
  const { documents } = openMemoryStore(clock);
  const budget = () => new QuotaBudget({ documents, clock, reservedReads, readOnly: false });
  return { clock, documents, budget };
}

async function spendAll(budget: QuotaBudget, kind: 'upload' | 'read'): Promise<number> {
  for (let count = 0; ; count += 1) {
    try {
      await budget.spend(kind);
    } catch (error) {
      expect(error).toBeInstanceOf(RateLimitedError);
      return count;
    }
  }
}

test('a new app has 100 reads and 200 requests in a quarter hour; 20 reads are left to a person', async () => {
  expect(await spendAll(open().budget(), 'read')).toBe(100);
  expect(await spendAll(open(READS_FOR_A_PERSON).budget(), 'read')).toBe(80);
  expect(await spendAll(open(READS_FOR_A_PERSON).budget(), 'upload')).toBe(200);
});

test('what a run has spent the next one knows; a new quarter hour is empty again', async () => {
  const { clock, budget } = open();
  const first = budget();
  expect(await spendAll(first, 'upload')).toBe(200);
  await first.save();
  await expect(budget().spend('read')).rejects.toMatchObject({ until: NOON + 15 * MINUTE });
  clock.advance(15 * MINUTE);
  expect(await spendAll(budget(), 'upload')).toBe(200);
});

test('an answer tells more than we counted: another program uses the app too', async () => {
  const { budget } = open();
  const ours = budget();
  await ours.learn({ overall: parseBucket('200,2000', '195,600'), read: null });
  expect(await ours.room()).toMatchObject({ uploads: 0, until: NOON + 15 * MINUTE });
  expect(await spendAll(ours, 'read')).toBe(5);
  await ours.learn({ overall: parseBucket('600,6000', '201,5999'), read: null });
  expect(await ours.room()).toMatchObject({ uploads: 0, until: Date.UTC(2026, 10, 21) });
});

test('whatever is done and whenever, the service never has to refuse', async () => {
  const step = fc.record({
    kind: fc.constantFrom('upload' as const, 'read' as const),
    times: fc.integer({ min: 1, max: 150 }),
    wait: fc.integer({ min: 0, max: 5 * HOUR }),
    isNewRun: fc.boolean(),
    answersAreRead: fc.boolean(),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 40 }), async (steps) => {
      const { clock, budget } = open();
      const meter = new QuotaMeter(clock, defaultSettings());
      let run = budget();
      for (const { kind, times, wait, isNewRun, answersAreRead } of steps) {
        clock.advance(wait);
        if (isNewRun) {
          await run.save();
          run = budget();
        }
        await spendSome(run, meter, { kind, times, answersAreRead });
      }
    }),
    { numRuns: 60 },
  );
});

/** As many requests as the budget allows; each one is counted by the service, which has to allow it too. */
async function spendSome(
  run: QuotaBudget,
  meter: QuotaMeter,
  { kind, times, answersAreRead }: { kind: 'upload' | 'read'; times: number; answersAreRead: boolean },
): Promise<void> {
  for (let index = 0; index < times; index += 1) {
    const isAllowed = await run.spend(kind).then(
      () => true,
      () => false,
    );
    if (!isAllowed) return;
    expect(meter.count(kind)).toBe(true);
    const headers = meter.headers(kind);
    const bucket = (name: string) =>
      parseBucket(headers[`X-${name}-Limit`] ?? null, headers[`X-${name}-Usage`] ?? null);
    if (answersAreRead) await run.learn({ overall: bucket('Ratelimit'), read: bucket('Readratelimit') });
  }
}

test.each([
  [10, { windows: 1, days: 1 }],
  [193, { windows: 1, days: 1 }],
  [194, { windows: 2, days: 1 }],
  [3_000, { windows: 17, days: 2 }],
])('%i uploads take %o', async (uploads, expected) => {
  const room = await open().budget().room();
  expect(forecast(uploads, room, NOON)).toMatchObject(expected);
});

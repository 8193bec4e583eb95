import { expect, test } from 'vitest';
import { RateLimitedError, ServiceDownError, ServiceError } from '../../src/sync/errors.ts';
import { pausingSource } from '../../src/sync/pause.ts';
import type { ActivitySource } from '../../src/sync/ports.ts';
import { openMemoryStore } from '../../src/sync/store/memory-store.ts';
import { MINUTE } from '../../src/sync/time.ts';
import { START } from '../support/bench.ts';
import { manualClock } from '../support/manual-clock.ts';

const EMPTY = { activities: [], rejected: [], rows: 0 };
const EXPLANATION = { message: 'Garmin does not answer.', hint: 'Wait.' };
const FAILURE = new ServiceError('garmin', { status: 503, outcome: 'unknown' }, EXPLANATION);

function open() {
  const clock = manualClock(START);
  const { documents } = openMemoryStore(clock);
  let calls = 0;
  let answer: Error | null = null;
  const source: ActivitySource = {
    kind: 'garmin',
    list: async () => {
      calls += 1;
      if (answer) throw answer;
      return EMPTY;
    },
    find: async () => null,
    download: async () => ({ kind: 'absent', detail: '' }),
  };
  const start = (readOnly = false) => pausingSource(source, { documents, clock, readOnly });
  let process = start();
  return {
    clock,
    documents,
    answer: (next: Error | null) => {
      answer = next;
    },
    restart: (readOnly?: boolean) => {
      process = start(readOnly);
    },
    /** What came of a request, and whether it was sent at all. */
    ask: async () => {
      const before = calls;
      const outcome = await process.list({ start: 0, limit: 20 }).then(
        () => 'answered',
        (error: Error) => error.constructor.name,
      );
      return { outcome, sent: calls > before };
    },
  };
}

test('a service that fails three times in a row is left alone, also by the next process', async () => {
  const { clock, ask, answer, restart } = open();
  answer(FAILURE);
  for (let failure = 0; failure < 3; failure += 1) expect(await ask()).toEqual({ outcome: 'ServiceError', sent: true });
  expect(await ask()).toEqual({ outcome: ServiceDownError.name, sent: false });
  restart();
  expect(await ask()).toEqual({ outcome: ServiceDownError.name, sent: false });
  clock.advance(MINUTE);
  expect((await ask()).sent).toBe(true);
});

test('while it stays down one request every 1, 2, 5, 5 minutes finds out', async () => {
  const { clock, ask, answer } = open();
  answer(FAILURE);
  const sentAt: number[] = [];
  for (let minute = 0; minute < 20; minute += 1) {
    if ((await ask()).sent) sentAt.push(minute);
    clock.advance(MINUTE);
  }
  expect(sentAt).toEqual([0, 1, 2, 3, 5, 10, 15]);
});

test('one answer closes it: the next failure is a first one again', async () => {
  const { clock, ask, answer, restart } = open();
  answer(FAILURE);
  for (let failure = 0; failure < 3; failure += 1) await ask();
  answer(null);
  clock.advance(MINUTE);
  expect(await ask()).toEqual({ outcome: 'answered', sent: true });
  answer(FAILURE);
  restart();
  expect(await ask()).toEqual({ outcome: 'ServiceError', sent: true });
  expect(await ask()).toEqual({ outcome: 'ServiceError', sent: true });
});

test('a service that a dry run finds down is not noted', async () => {
  const { documents, ask, answer, restart } = open();
  answer(FAILURE);
  restart(true);
  for (let failure = 0; failure < 4; failure += 1) await ask();
  expect(await documents.read('state/pause-garmin')).toBeNull();
});

test('single failures between answers never add up', async () => {
  const { ask, answer } = open();
  for (let round = 0; round < 5; round += 1) {
    answer(FAILURE);
    expect((await ask()).sent).toBe(true);
    answer(null);
    expect((await ask()).sent).toBe(true);
  }
});

test('a refusal is obeyed until its reset, also one that a dry run met', async () => {
  const { clock, documents, ask, answer, restart } = open();
  answer(new RateLimitedError('garmin', START + 10 * MINUTE, EXPLANATION));
  restart(true);
  expect((await ask()).sent).toBe(true);
  expect(await documents.read('state/pause-garmin')).toMatchObject({ value: { why: 'limit' } });
  restart();
  answer(null);
  clock.advance(9 * MINUTE);
  expect(await ask()).toEqual({ outcome: RateLimitedError.name, sent: false });
  clock.advance(MINUTE);
  expect(await ask()).toEqual({ outcome: 'answered', sent: true });
});

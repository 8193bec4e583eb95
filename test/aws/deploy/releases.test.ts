import { expect, test } from 'vitest';
import { codeOf, earlierRelease, keepRelease, releaseOf } from '../../../src/aws/deploy/releases.ts';
import { openMemoryStore } from '../../../src/sync/store/memory-store.ts';
import { START } from '../../support/bench.ts';
import { manualClock } from '../../support/manual-clock.ts';

const zip = (sha256: string) => ({ sha256, bytes: Buffer.from(`zip of ${sha256}`) });
const release = (name: string) => releaseOf(zip(name), zip(`${name}-layer`), name);

function open() {
  return openMemoryStore(manualClock(START)).documents;
}

test('the release before the running one comes back byte for byte', async () => {
  const documents = open();
  await keepRelease(documents, release('one'), null);
  await keepRelease(documents, release('two'), 'one');
  const earlier = await earlierRelease(documents, 'two');
  expect(earlier).toMatchObject({ layer: 'one-layer', version: 'one' });
  expect(String(codeOf(earlier).bytes)).toBe('zip of one');
});

test('a deploy that broke off before the function went over leaves nothing to go back to by mistake', async () => {
  const documents = open();
  await keepRelease(documents, release('one'), null);
  await keepRelease(documents, release('two'), 'one');
  await expect(earlierRelease(documents, 'one')).rejects.toThrow('no earlier version');
});

test('after a rollback the next release goes back to what ran, not to what was left', async () => {
  const documents = open();
  await keepRelease(documents, release('one'), null);
  await keepRelease(documents, release('two'), 'one');
  await keepRelease(documents, release('three'), 'one');
  expect(await earlierRelease(documents, 'three')).toMatchObject({ code: 'one' });
});

test.each([null, 'unknown'])('with %s running there is nothing to go back to', async (running) => {
  const documents = open();
  await keepRelease(documents, release('one'), null);
  await expect(earlierRelease(documents, running)).rejects.toThrow('no earlier version');
});

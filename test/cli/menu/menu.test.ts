import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { DEPLOYMENT } from '../../../src/aws/deploy/deployment.ts';
import type { Prompts } from '../../../src/cli/prompts.ts';
import { overwrite } from '../../../src/sync/documents.ts';
import { openFileStore } from '../../../src/sync/store/file-store.ts';
import { fenixRun, openBench } from '../../support/bench.ts';
import { scriptedPrompts } from '../../support/scripted-prompts.ts';

/** Opens the menu, takes what it offers and quits. */
async function menu(bench: Awaited<ReturnType<typeof openBench>>) {
  const offered: string[] = [];
  const prompts: Prompts = {
    ...scriptedPrompts([]),
    async choose({ choices }) {
      offered.push(...choices.map(({ name }) => name));
      const quit = choices.find(({ value }) => value === 'quit');
      if (!quit) throw new Error('This is no menu');
      return quit.value;
    },
  };
  const result = await bench.cliOn({ columns: 80, prompts, env: { NO_COLOR: '1' } });
  return { ...result, offered };
}

test('what Strava had already counts as there: no set-up again, and the history is offered', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.addActivity({ startTime: Date.UTC(2017, 5, 11, 14, 34, 9), elapsedTime: 57, sportType: 'Run' });
  await bench.cli('sync');
  const { code, stdout, offered } = await menu(bench);
  expect(code).toBe(0);
  expect(stdout).toContain('Newest   Evening run, 2017-06-11 16:34\n');
  expect(offered).toContain('History: what became of each activity');
});

test('a file that is broken for good does not stand before the next sync', async () => {
  const bench = await openBench([await fenixRun({ original: { kind: 'zip', entries: [BROKEN] } })]);
  await bench.cli('sync');
  const { stdout, offered } = await menu(bench);
  expect(stdout).toContain('nothing on Strava yet; 1 failed');
  expect(offered.indexOf('Sync: bring over what is new')).toBeLessThan(offered.indexOf('Try again what has failed'));
});

test('a deployment whose table cannot be read is named, with what to do, and the menu is there', async () => {
  const bench = await openBench();
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries(NO_AWS)) vi.stubEnv(name, value);
  const store = openFileStore({ root: join(bench.home, 'default'), clock: bench.clock });
  await overwrite(store.documents, DEPLOYMENT, PLACE);
  const { code, stdout, offered } = await menu(bench);
  expect(code).toBe(0);
  expect(stdout).toContain('Garmin   not known');
  expect(stdout).toMatch(/AWS {6}garmin2strava in eu-central-1\. The table garmin2strava cannot be/);
  expect(offered).toContain('How the deployment is doing');
});

test('a deploy at a terminal asks for the region, where nothing names one', async () => {
  const bench = await openBench();
  onTestFinished(() => void vi.unstubAllEnvs());
  for (const [name, value] of Object.entries(NO_AWS)) vi.stubEnv(name, value);
  const prompts = scriptedPrompts([{ asks: /^AWS region/, answer: 'eu-central-1' }]);
  const { code, stderr } = await bench.cliOn({ columns: 80, prompts }, 'deploy', '--dry-run');
  expect(prompts.left()).toBe(0);
  expect(code).not.toBe(64);
  expect(stderr).toContain('AWS cannot be reached');
});

const BROKEN = { name: '10000000001_ACTIVITY.fit', bytes: new Uint8Array(64).fill(7) };
const PLACE = { name: 'garmin2strava', region: 'eu-central-1', account: '123456789012', partition: 'aws' };
/** Nobody listens there. */
const NO_AWS = {
  AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
  AWS_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
  AWS_SECRET_ACCESS_KEY: 'nothing',
};

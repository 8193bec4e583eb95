import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { systemClock } from '../../src/sync/time.ts';
import { accountEnv } from '../support/account-env.ts';
import { fenixRide, fenixRun, type SyncJson } from '../support/bench.ts';
import { runBinary as run, runShell, startBinary as start } from '../support/binary.ts';
import { filesBelow, temporaryFolder } from '../support/temporary-folder.ts';

// The built command line in processes of its own, with the machine's clock, which a child cannot share.
async function openAccounts() {
  const garmin = await startGarminSandbox({ clock: systemClock, activities: [await fenixRun(), await fenixRide()] });
  const strava = await startStravaSandbox({ clock: systemClock, settings: { processingMs: 0 } });
  onTestFinished(async () => {
    await garmin.close();
    await strava.close();
  });
  const home = await temporaryFolder();
  const env = {
    PATH: process.env.PATH,
    HOME: home,
    G2S_HOME: home,
    ...accountEnv(garmin, strava),
  };
  return { garmin, strava, env };
}

test('syncs with nothing but its environment variables, and prints nothing but data with --json', async () => {
  const { strava, env } = await openAccounts();
  const { code, stdout, stderr } = await run(env, 'sync', '--since', 'all', '--json');
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect((JSON.parse(stdout) as SyncJson).counts.uploaded).toBe(2);
  expect(strava.activities).toHaveLength(2);
});

test('killed between an upload and its record, it uploads nothing twice when run again', async () => {
  const { strava, env } = await openAccounts();
  const first = start(env, 'sync', '--since', 'all', '--json');
  strava.faults.add({
    method: 'POST',
    path: /\/uploads$/,
    effect: { kind: 'lose-answer' },
    onHit: () => first.child.kill('SIGKILL'),
  });
  expect((await first.done).signal).toBe('SIGKILL');
  expect(strava.uploads).toHaveLength(1);
  const again = await run(env, 'sync', '--since', 'all', '--json');
  expect(again.code).toBe(0);
  expect(strava.uploads.map(({ externalId }) => externalId)).toEqual(['garmin_10000000001', 'garmin_10000000002']);
  expect(strava.activities).toHaveLength(2);
}, 60_000);

test('an output that cannot be written is told and exits with 1; the next run goes on at once', async () => {
  const { strava, env } = await openAccounts();
  const full = await runShell(env, 'sync --since all > /dev/full');
  expect(full).toMatchObject({ code: 1, stderr: expect.stringContaining('the output cannot be written (ENOSPC)') });
  expect(await run(env, 'sync', '--since', 'all')).toMatchObject({ code: 0 });
  expect(strava.activities).toHaveLength(2);
});

test('nobody to read what is told keeps nothing from being done; a reader that has seen enough ends it in order', async () => {
  const { strava, env } = await openAccounts();
  expect(await runShell(env, 'sync --since all 2> /dev/full')).toMatchObject({ code: 0 });
  expect(strava.activities).toHaveLength(2);
  expect(await runShell(env, 'history | head -n 1')).toMatchObject({ code: 0, stderr: '' });
});

test('killed before the upload arrives, it uploads it when run again', async () => {
  const { strava, env } = await openAccounts();
  const first = start(env, 'sync', '--since', 'all', '--json');
  strava.faults.add({
    method: 'POST',
    path: /\/uploads$/,
    effect: { kind: 'reset' },
    onHit: () => first.child.kill('SIGKILL'),
  });
  await first.done;
  expect((await run(env, 'sync', '--since', 'all', '--json')).code).toBe(0);
  expect(strava.activities).toHaveLength(2);
}, 60_000);

test('two runs at once: the second one says who is at it', async () => {
  const { garmin, env } = await openAccounts();
  const isListing = new Promise<void>((resolve) => {
    garmin.faults.add({ path: /activities\/search/, effect: { kind: 'hang' }, onHit: resolve });
  });
  const first = start(env, 'sync');
  await isListing;
  const second = await run(env, 'sync');
  first.child.kill('SIGKILL');
  await first.done;
  expect(second.code).toBe(1);
  expect(second.stderr).toContain(`Another sync is running (process ${first.child.pid} on this machine`);
  expect((await run(env, 'sync', '--since', 'all')).code).toBe(0);
}, 60_000);

test('Ctrl-C ends the run with 130 and a word', async () => {
  const { strava, env } = await openAccounts();
  const first = start(env, 'sync', '--since', 'all');
  strava.faults.add({
    method: 'POST',
    path: /\/uploads$/,
    effect: { kind: 'lose-answer' },
    onHit: () => first.child.kill('SIGINT'),
  });
  const { code, stdout } = await first.done;
  expect(code).toBe(130);
  expect(stdout).toContain('Run the same command again');
}, 60_000);

test('demo: one command, no account', async () => {
  const { env } = await openAccounts();
  const { code, stdout, stderr } = await run({ PATH: env.PATH, HOME: env.HOME }, 'demo');
  expect(code).toBe(0);
  expect(stderr).toContain('Triathlon with a long swim: 7 activities on Strava');
  expect(stdout).toContain('8 files uploaded, and 1 refused because it is broken by design');
}, 60_000);

test('--help loads no package: the only one that it needs is bundled', async () => {
  const { env } = await openAccounts();
  const coverage = await temporaryFolder();
  const { code } = await run({ ...env, NODE_V8_COVERAGE: coverage }, '--help');
  expect(code).toBe(0);
  const loaded = (
    await Promise.all((await filesBelow(coverage)).map((file) => readFile(join(coverage, file), 'utf8')))
  ).join();
  const packages = [...loaded.matchAll(/"url":"file:[^"]*\/node_modules\/((?:@[^/]+\/)?[^/"]+)/g)].map(
    ([, name]) => name,
  );
  expect(packages).toEqual([]);
});

test('--version', async () => {
  const { env } = await openAccounts();
  expect((await run(env, '--version')).stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
});

import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { chmod, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { NODE_LINES } from '../../../src/cli/doctor/checks/machine.ts';
import { openProbe } from '../../../src/cli/doctor/probe.ts';
import { DAY, HOUR } from '../../../src/sync/time.ts';
import { type Bench, fenixRun, openBench } from '../../support/bench.ts';
import { BIN } from '../../support/binary.ts';

async function findings(bench: Bench): Promise<Record<string, { state: string; detail: string; next: string | null }>> {
  const { stdout } = await bench.cli('doctor', '--json');
  const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; detail: string; next: string }[] };
  return Object.fromEntries(checks.map(({ id, ...finding }) => [id, finding]));
}

test('all is well: a line for each, at 120 and 80 columns, and few requests', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.clock.advance(Date.now() - bench.clock.now());
  const { stdout, code } = await bench.cliOn({ columns: 120, env: { NO_COLOR: '1' } }, 'doctor');
  const text = stdout
    .replaceAll(bench.home, '<home>')
    .replace(process.versions.node, '<node>')
    .replace(/within \d+ s/, 'within 1 s');
  expect(text).toMatchInlineSnapshot(`
    "ok    Node.js            <node>
    ok    Settings           profile default
    ok    Folder             <home>/default, made with the first login
    ok    Config             none: everything goes over
    ok    Garmin login       connected, from the environment
    ok    Garmin answers     the newest activity is of 2017-06-11 16:34
    ok    Strava login       connected, from the environment
    ok    Strava answers     the app is active, 0 activities in two weeks
    ok    Garmin's own link  off, or not used in two weeks
    ok    Clock              within 1 s of Strava's
    ok    Strava's quota     1 of 2000 requests today, 1 of 1000 of them reads
    ok    AWS                not deployed; it runs when somebody starts it

    All is well.
    "
  `);
  expect(code).toBe(0);
  expect(bench.strava.count('GET', /api\/v3/)).toBe(1);
  expect(bench.garmin.count('GET', /activities/)).toBe(1);
  const narrow = await bench.cliOn({ columns: 80, env: { NO_COLOR: '1' } }, 'doctor');
  expect(
    Math.max(
      ...narrow.stdout
        .replaceAll(bench.home, '')
        .split('\n')
        .map((line) => line.length),
    ),
  ).toBeLessThanOrEqual(80);
});

test('nothing is connected: what to do, no request, and 4', async () => {
  const bench = await openBench();
  const env = { G2S_GARMIN_API_KEY: '', G2S_STRAVA_REFRESH_TOKEN: '', NO_COLOR: '1' };
  const { stdout, code } = await bench.cliOn({ columns: 100, env }, 'doctor');
  expect(code).toBe(4);
  expect(stdout).toContain('Next: garmin2strava auth garmin');
  expect(stdout).toContain('Next: garmin2strava auth strava');
  expect(bench.garmin.requests.length + bench.strava.requests.length).toBe(0);
});

test('the subscription has ended: named, with what to do, and 6; the others are checked all the same', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.inactive = true;
  const { stdout, code } = await bench.cli('doctor', '--json');
  expect(code).toBe(6);
  const states = Object.fromEntries(
    JSON.parse(stdout).checks.map((it: { id: string; state: string }) => [it.id, it.state]),
  );
  expect(states).toMatchObject({ 'strava-read': 'fail', 'garmin-read': 'ok', config: 'ok' });
});

test("Garmin's own link is noticed and explained", async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.addActivity({ startTime: bench.clock.now() - DAY, externalId: 'garmin_ping_281474976710' });
  expect((await findings(bench))['native-link']).toMatchObject({
    state: 'warn',
    next: expect.stringContaining('Connected apps'),
  });
});

test.each([
  ['pegasus 41', ['profile:read_all'], 'ok', 'pegasus 41'],
  ['Pegasus 99', ['profile:read_all'], 'warn', 'Strava knows no Pegasus 99; it has '],
  ['Pegasus 41', [], 'warn', 'Strava shows this login none, so not Pegasus 41'],
])('gear %s of the config, with the scopes %j: %s', async (gear, scopes, state, detail) => {
  const bench = await openBench();
  await mkdir(join(bench.home, 'default'), { recursive: true });
  await writeFile(join(bench.home, 'default', 'config.yaml'), `sports: { all: { gear: ${gear} }, yoga: { gear: b1 } }`);
  const { refreshToken } = bench.strava.issueTokens(['read', 'activity:read_all', 'activity:write', ...scopes]);
  const { stdout } = await bench.cliOn(
    { columns: null, env: { G2S_STRAVA_REFRESH_TOKEN: refreshToken } },
    'doctor',
    '--json',
  );
  const found = JSON.parse(stdout).checks.find(({ id }: { id: string }) => id === 'gear');
  expect(found).toMatchObject({ state, detail: expect.stringContaining(detail) });
});

test('a clock that is wrong is told', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.clock.advance(Date.now() - bench.clock.now() - HOUR);
  expect((await findings(bench))['clock']).toMatchObject({
    state: 'warn',
    detail: expect.stringMatching(/3[56]\d\d s slow/),
  });
});

test('a folder that others can read, a config that is wrong, a quota that is nearly spent', async () => {
  const bench = await openBench([await fenixRun()]);
  await bench.cli('sync');
  const folder = join(bench.home, 'default');
  await chmod(folder, 0o755);
  expect((await findings(bench))['home']).toMatchObject({ state: 'warn', next: `chmod -R go= '${folder}'` });
  await chmod(folder, 0o700);
  const credential = join(folder, 'credentials', 'strava-token');
  const [kept = credential] = (await readdir(join(folder, 'credentials'))).map((it) => join(folder, 'credentials', it));
  await chmod(kept, 0o644);
  expect((await findings(bench))['home']).toMatchObject({ state: 'warn', detail: expect.stringContaining(kept) });
  await chmod(kept, 0o600);
  await mkdir(dirname(join(folder, 'x')), { recursive: true });
  await writeFile(join(folder, 'config.yaml'), 'rulez: 1\n');
  expect((await findings(bench))['config']).toMatchObject({ state: 'fail', detail: expect.stringContaining('rulez') });
});

test('a home that can never be made, and credentials that are damaged, are no matter of a login', async () => {
  const bench = await openBench([await fenixRun()]);
  const { stdout } = await bench.cliOn({ columns: null, env: { G2S_HOME: '/etc/passwd' } }, 'doctor', '--json');
  const { checks } = JSON.parse(stdout) as { checks: { id: string; state: string; detail: string }[] };
  expect(checks.find(({ id }) => id === 'home')).toMatchObject({
    state: 'fail',
    detail: expect.stringContaining('/etc/passwd is no folder'),
  });
  await bench.cli('sync');
  const folder = join(bench.home, 'default', 'credentials');
  for (const name of await readdir(folder)) await writeFile(join(folder, name), '{ half');
  expect((await bench.cli('doctor')).code).toBe(3);
});

test('without an answer of Strava nothing is said about the clock', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.faults.add({ path: /./, effect: { kind: 'reset' }, times: 9 });
  expect(Object.keys(await findings(bench))).not.toContain('clock');
});

test('a service that hangs does not hold up the others', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.garmin.faults.add({ path: /activities/, effect: { kind: 'answer', status: 503, body: '<html>' }, times: 100 });
  const found = await findings(bench);
  expect(found['garmin-read']).toMatchObject({ state: 'fail' });
  expect(found['strava-read']).toMatchObject({ state: 'ok' });
});

test('a variable that cannot be used is told, and hides nothing else', async () => {
  const bench = await openBench([await fenixRun()]);
  const env = { G2S_STRAVA_API_URL: 'http://strava.example/api', NO_COLOR: '1' };
  const { stdout, code } = await bench.cliOn({ columns: 120, env }, 'doctor');
  expect(code).toBe(3);
  expect(stdout.replaceAll(bench.home, '<home>').replace(process.versions.node, '<node>')).toMatchInlineSnapshot(`
    "ok    Node.js            <node>
    fail  Settings           G2S_STRAVA_API_URL is not an address that credentials may be sent to.
                             Next: Use https://…, or http:// on localhost, without user name and query.
    ok    Folder             <home>/default, made with the first login
    ok    Config             none: everything goes over
    ok    Garmin login       connected, from the environment
    ok    Garmin answers     the newest activity is of 2017-06-11 16:34
    ok    AWS                not deployed; it runs when somebody starts it

    1 to mend.
    "
  `);
  expect(bench.strava.requests).toHaveLength(0);
});

test('two of them, one of them the profile: the machine is still looked at', async () => {
  const bench = await openBench();
  const env = { G2S_PROFILE: 'no/name', G2S_PASSPHRASE_FILE: '/nowhere/at/all' };
  const { stdout, code } = await bench.cliOn({ columns: null, env }, 'doctor', '--json');
  const { checks } = JSON.parse(stdout) as { checks: { id: string; detail: string }[] };
  expect(code).toBe(3);
  expect(checks.map(({ id }) => id)).toEqual(['node', 'settings']);
  expect(checks[1]?.detail).toBe(
    'G2S_PROFILE is not a name: no/name G2S_PASSPHRASE_FILE cannot be read: /nowhere/at/all',
  );
});

test('what goes wrong for several checks is told once', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.inactive = true;
  const { stdout } = await bench.cli('doctor', '--json');
  expect(stdout.match(/subscription/gi)?.length).toBe(1);
  expect(Object.keys(await findings(bench))).not.toContain('native-link');
});

test('a service that never answers ends neither the others nor the process late', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.garmin.faults.add({ path: /activitylist/, effect: { kind: 'hang' }, times: 9 });
  const begun = performance.now();
  const child = spawn(process.execPath, [BIN, 'doctor', '--json'], {
    env: { ...process.env, ...bench.env },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const pieces: Buffer[] = [];
  child.stdout.on('data', (piece: Buffer) => pieces.push(piece));
  await once(child, 'close');
  const { checks } = JSON.parse(Buffer.concat(pieces).toString()) as { checks: { id: string; detail: string }[] };
  expect(checks.find(({ id }) => id === 'garmin-read')?.detail).toBe('Garmin did not answer within 10 s.');
  expect(checks.find(({ id }) => id === 'strava-read')?.detail).toContain('the app is active');
  // Ten for the line; the requests themselves would go on for a minute.
  expect(performance.now() - begun).toBeLessThan(25_000);
}, 60_000);

test('a login that is being renewed when the patience ends is renewed all the same', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.settings.refreshRotation = 'rotate';
  const gate = new EventEmitter();
  const slow: typeof fetch = async (input, init) => {
    const answer = await fetch(input, init);
    gate.emit('answered');
    await once(gate, 'open', init?.signal ? { signal: init.signal } : {});
    return answer;
  };
  const probe = await openProbe(bench.contextOn({ columns: null, fetch: slow }));
  const answered = once(gate, 'answered');
  const rows = probe.stravaRows().catch(() => undefined);
  await answered;
  probe.close();
  gate.emit('open');
  await rows;
  expect(bench.strava.count('POST', /token/)).toBe(1);
  expect(await bench.cli('sync')).toMatchObject({ code: 0 });
});

test('the Node versions are those of package.json', async () => {
  const { engines } = JSON.parse(await readFile('package.json', 'utf8'));
  const lines = Object.entries(NODE_LINES).map(([major, minor]) =>
    minor === 0 ? `>=${major}` : `^${major}.${minor}.0`,
  );
  expect(engines.node).toBe(lines.join(' || '));
});

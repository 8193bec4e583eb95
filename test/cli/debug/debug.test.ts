import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, onTestFinished, test } from 'vitest';
import { redact } from '../../../src/cli/debug/redact.ts';
import { SECOND } from '../../../src/sync/time.ts';
import { fenixRun, openBench } from '../../support/bench.ts';
import { BIN } from '../../support/binary.ts';
import { startWebhook } from '../../support/webhook.ts';

async function logsOf(home: string): Promise<readonly string[]> {
  return (await readdir(join(home, 'default', 'logs'))).sort();
}

test('--debug anywhere on the line writes a private log of what was sent, and says where', async () => {
  const bench = await openBench([await fenixRun()]);
  const { code, stderr } = await bench.cli('sync', '--debug', '--dry-run');
  expect(code).toBe(0);
  const [, path = ''] = /^Log: (.+)$/m.exec(stderr) ?? [];
  const log = await readFile(path, 'utf8');
  expect(log).toContain('command: sync --dry-run');
  expect(log).toMatch(
    /GET http:\/\/127\.0\.0\.1:\d+\/activitylist-service\/activities\/search\/activities -> 200 in \d+ ms/,
  );
  expect(log).toMatch(
    /GET http:\/\/127\.0\.0\.1:\d+\/api\/v3\/athlete\/activities -> 200 in \d+ ms \(x-ratelimit-usage: /i,
  );
  expect(log).toContain('sync: listing garmin');
  expect(log).toContain('sync: planned: 1 upload (new)');
  expect(log).toContain('exit code 0');
  expect((await stat(path)).mode & 0o777).toBe(0o600);
  for (const secret of [bench.garmin.apiKey, bench.strava.app.clientSecret, bench.env['G2S_STRAVA_REFRESH_TOKEN']]) {
    expect(log).not.toContain(secret);
  }
});

test('an error is there with its stack, and addresses of notices without their path', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.garmin.settings.keyRevoked = true;
  const file = join(bench.home, 'default', 'config.yaml');
  const webhook = await startWebhook();
  await mkdir(join(bench.home, 'default'));
  await writeFile(file, `heartbeat: ${webhook.url}/very-secret-uuid\n`);
  const { stderr } = await bench.cliOn({ columns: null, env: { G2S_DEBUG: '1' } }, 'sync');
  const [, path = ''] = /^Log: (.+)$/m.exec(stderr) ?? [];
  const log = await readFile(path, 'utf8');
  expect(log).toContain('LoginOverError');
  expect(log).toContain(`${webhook.url}/… -> 200 in `);
  expect(log).not.toContain('very-secret');
});

test('secrets that were read from a file are hidden too; a setting that is wrong still leaves a log', async () => {
  const bench = await openBench([await fenixRun()]);
  const secret = join(bench.home, 'phrase');
  await writeFile(secret, 'hunter22\n');
  const env = { G2S_PASSPHRASE_FILE: secret, G2S_STRAVA_API_URL: 'http://strava.example' };
  const { stderr } = await bench.cliOn({ columns: null, env }, 'why', '--debug', 'hunter22');
  const [, path = ''] = /^Log: (.+)$/m.exec(stderr) ?? [];
  const log = await readFile(path, 'utf8');
  expect(log).toContain('command: why [hidden]');
  expect(log).toContain('G2S_STRAVA_API_URL is not an address');
});

test('the newest ten are kept', async () => {
  const bench = await openBench();
  for (let run = 0; run < 13; run += 1) {
    await bench.cli('history', '--debug');
    bench.clock.advance(SECOND);
  }
  expect(await logsOf(bench.home)).toHaveLength(10);
});

test('where no log can be written the run goes on', async () => {
  const bench = await openBench();
  const { code, stderr } = await bench.cliOn(
    { columns: null, env: { G2S_HOME: '/proc/nowhere' } },
    'config',
    'path',
    '--debug',
  );
  expect({ code, stderr }).toEqual({ code: 0, stderr: 'The log cannot be written.\n' });
});

test('a run that is ended by force leaves what it did up to then', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.strava.faults.add({ path: /activities/, effect: { kind: 'hang' } });
  const child = spawn(process.execPath, [BIN, 'sync', '--since', 'all', '--debug'], {
    env: { ...process.env, ...bench.env },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  await expect.poll(() => bench.strava.requests.length, { timeout: 15_000 }).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'exit');
  const [name = ''] = await logsOf(bench.home);
  const log = await readFile(join(bench.home, 'default', 'logs', name), 'utf8');
  expect(log).toContain('command: sync');
  expect(log).toMatch(/activities -> 200 in \d+ ms/);
  expect(log).not.toContain(bench.garmin.apiKey);
});

test('a request that nobody answers is there too, whichever client sends it', async () => {
  const bench = await openBench([await fenixRun()]);
  bench.garmin.faults.add({ path: /activitylist/, effect: { kind: 'reset' }, times: 9 });
  const { stderr } = await bench.cli('sync', '--dry-run', '--debug');
  const [, path = ''] = /^Log: (.+)$/m.exec(stderr) ?? [];
  expect(await readFile(path, 'utf8')).toMatch(/activitylist-service\S+ -> no answer in \d+ ms/);
});

describe('redaction', () => {
  const secret = fc
    .string({ minLength: 8, maxLength: 60, unit: fc.constantFrom(...'abcdefXYZ0123456789-_.~+/=!"\\ %&') })
    .filter((it) => it.trim() === it);

  test('no secret that is known survives, however it is written', () => {
    fc.assert(
      fc.property(secret, fc.string(), (planted, around) => {
        const texts = [
          `${around}${planted}${around}`,
          `https://a.example/?x=${encodeURIComponent(planted)}`,
          JSON.stringify({ around, planted, deep: [{ planted }] }),
          new Error(`failed with ${planted}`).stack ?? '',
        ];
        for (const text of texts) {
          const clean = redact(text, [planted]);
          expect(clean).not.toContain(planted);
          expect(clean).not.toContain(encodeURIComponent(planted));
          expect(clean).not.toContain(JSON.stringify(planted).slice(1, -1));
        }
      }),
    );
  });

  const token = fc.string({ minLength: 12, maxLength: 80, unit: fc.constantFrom(...'abcdefXYZ0123456789-_') });

  test('no token survives that nobody told us of, in any of the places where tokens are', () => {
    fc.assert(
      fc.property(token, (planted) => {
        const texts = [
          `Authorization: Bearer ${planted}`,
          `authorization: Basic ${planted}`,
          JSON.stringify({ access_token: planted }),
          JSON.stringify({ refreshToken: planted }),
          JSON.stringify({ client_secret: planted, x: 1 }),
          `POST /token?client_secret=${planted}&x=1`,
          `Cookie: ${planted}`,
          `password=${planted}`,
        ];
        for (const text of texts) expect(redact(text, [])).not.toContain(planted);
      }),
    );
  });

  test('people and places', () => {
    expect(redact('runner@example.com at "start_latlng":[46.5,6.6], lat: 46.512345', [])).toBe(
      '[hidden] at "start_latlng":[hidden], lat: [hidden]',
    );
  });

  test('what is no secret stays readable', () => {
    const text = 'GET https://www.strava.com/api/v3/athlete/activities -> 200 (x-ratelimit-usage: 12,340)';
    expect(redact(text, [])).toBe(text);
  });
});

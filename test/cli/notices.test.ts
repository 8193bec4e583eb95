import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { HOUR } from '../../src/sync/time.ts';
import { fenixRide, fenixRun, openBench } from '../support/bench.ts';
import { scriptedPrompts } from '../support/scripted-prompts.ts';
import { filesBelow } from '../support/temporary-folder.ts';
import { startWebhook } from '../support/webhook.ts';

async function open() {
  const bench = await openBench([await fenixRun(), await fenixRide()]);
  const webhook = await startWebhook();
  const file = join(bench.home, 'default', 'config.yaml');
  await mkdir(dirname(file), { recursive: true });
  const text = `notify:\n  - type: webhook\n    url: ${webhook.url}/my-secret\nheartbeat: ${webhook.url}/beat\n`;
  await writeFile(file, text);
  const told = () =>
    webhook.received.map(({ method, path, body }) => (method === 'GET' ? path : String(JSON.parse(body).kind)));
  return { ...bench, webhook, told, file };
}

test('cron: a run that stops tells so once, and once that it works again', async () => {
  const { cli, garmin, clock, told } = await open();
  garmin.settings.keyRevoked = true;
  for (let run = 0; run < 3; run += 1) {
    expect((await cli('sync')).code).toBe(4);
    clock.advance(HOUR);
  }
  expect(told()).toEqual(['stopped', '/beat/fail', '/beat/fail', '/beat/fail']);
  garmin.settings.keyRevoked = false;
  clock.advance(HOUR);
  expect((await cli('sync')).code).toBe(0);
  expect(told().slice(4)).toEqual(['recovered', '/beat']);
});

test('the subscription that ended is told with what to do', async () => {
  const { cli, strava, webhook } = await open();
  strava.settings.inactive = true;
  expect((await cli('sync')).code).toBe(6);
  expect(JSON.parse(webhook.received[0]?.body ?? '')).toMatchInlineSnapshot(`
    {
      "kind": "stopped",
      "next": "Subscribe (or renew) at https://www.strava.com/subscribe, then run the same command again; nothing is lost.",
      "schemaVersion": 1,
      "text": "Strava has switched your API app off: since June 2026 its owner needs a paid Strava subscription. No activity goes over to Strava since 2017-06-13 07:20 UTC; none is lost.",
      "title": "garmin2strava has stopped",
    }
  `);
});

test('a run with a person before it and a dry run tell nobody else', async () => {
  const { cli, cliOn, garmin, told } = await open();
  garmin.settings.keyRevoked = true;
  await cliOn({ columns: 80, prompts: scriptedPrompts([]) }, 'sync');
  await cli('sync', '--dry-run');
  expect(told()).toEqual([]);
});

test('what nobody takes spoils no run, and its address is nowhere but in the config file', async () => {
  const { cli, clock, webhook, home, garmin } = await open();
  webhook.state.status = 500;
  garmin.settings.keyRevoked = true;
  const stopped = await cli('sync');
  expect(stopped.stderr).toMatch(/^Note: not told: webhook at 127\.0\.0\.1:\d+: HTTP 500\.$/m);
  garmin.settings.keyRevoked = false;
  clock.advance(HOUR);
  const { code, stderr, stdout } = await cli('sync');
  expect(code).toBe(0);
  expect(stderr).toMatch(/^Note: not told: heartbeat at 127\.0\.0\.1:\d+: HTTP 500\.$/m);
  expect([stdout, stderr, stopped.stdout, stopped.stderr].join('')).not.toMatch(/my-secret|\/beat/);
  for (const name of await filesBelow(home)) {
    if (!name.endsWith('config.yaml'))
      expect(await readFile(join(home, name), 'utf8'), name).not.toContain('my-secret');
  }
});

test('rules of the config file hold; options go before them', async () => {
  const { cli, file } = await open();
  await writeFile(file, 'rules:\n  exclude-type: running\n  min-distance: 100 m\n');
  expect((await cli('sync', '--dry-run')).stdout).toContain('type running is excluded (rule exclude-type)');
  const { stdout } = await cli('sync', '--dry-run', '--exclude-type', 'yoga', '--name', '*ride*');
  expect(stdout).toContain('name does not match *ride* (rule name)');
  expect(stdout).toContain("`garmin2strava sync --exclude-type yoga --name '*ride*'` does it.");
});

test('a config file that cannot be used stops the run before anything is asked of anybody', async () => {
  const { cli, file, garmin, strava } = await open();
  await writeFile(file, 'rules:\n  min-distance: far\n  colour: red\n');
  const { code, stderr } = await cli('sync');
  expect(code).toBe(64);
  expect(stderr.replace(file, 'config.yaml')).toMatchInlineSnapshot(`
    "Error: config.yaml cannot be used:
           line 2: rules.min-distance should be a distance, such as 500 m or 3 km
           line 3: rules.colour unknown field, allowed: type, exclude-type, name, exclude-name, from, until, gps, device, exclude-device, min-distance, min-duration
    Next:  Mend it with \`garmin2strava config edit\`.
    "
  `);
  expect(garmin.requests.length + strava.requests.length).toBe(0);
});

import { execFile } from 'node:child_process';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, onTestFinished } from 'vitest';
import { startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { systemClock } from '../../../src/sync/time.ts';
import { fenixRun } from '../../support/bench.ts';
import { BIN } from '../../support/binary.ts';
import { testWith } from '../../support/peers.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import { openTerminal } from '../../support/terminal.ts';

const test = testWith('tmux');

async function open(columns: number) {
  const run = await fenixRun({ row: { ownerFullName: 'Sample Runner' } });
  const garmin = await startGarminSandbox({ clock: systemClock, activities: [run], settings: { login: 'mfa' } });
  onTestFinished(() => garmin.close());
  const home = await temporaryFolder();
  const terminal = await openTerminal({
    columns,
    rows: 40,
    env: {
      HOME: home,
      G2S_HOME: home,
      BROWSER: 'true',
      G2S_GARMIN_PERSONAL_API_URL: garmin.url,
      G2S_GARMIN_API_URL: garmin.url,
      G2S_GARMIN_SSO_URL: garmin.url,
      G2S_GARMIN_DI_URL: garmin.url,
    },
  });
  const enter = async (text: string) => {
    await terminal.type(text);
    await terminal.press('Enter');
  };
  return { garmin, home, terminal, enter, credentials: join(home, 'default', 'credentials') };
}

/** Every process of this machine with its arguments, as any user can see them. */
async function processList(): Promise<string> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  return stdout;
}

async function expectPrivate(folder: string): Promise<string> {
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  const files = await readdir(folder);
  for (const file of files) expect((await stat(join(folder, file))).mode & 0o777).toBe(0o600);
  return (await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))).join('\n');
}

test.each([80, 120])(
  'typing through the Garmin sign-in with a code, at %i columns',
  async (columns) => {
    const { garmin, terminal, enter, credentials } = await open(columns);
    const { email, password, mfaCode } = garmin.account;
    await enter(`'${process.execPath}' '${BIN}' auth garmin --way account`);
    await terminal.waitFor('Garmin e-mail:');
    await enter(email);
    await terminal.waitFor('Garmin password:');
    await enter(password);
    await terminal.waitFor('Code that Garmin sent to us*****@example.com:');
    await enter('000111');
    await terminal.waitFor('That code was not right.');
    await terminal.type(mfaCode);
    const running = await processList();
    await terminal.press('Enter');
    const screen = await terminal.waitFor('Next: garmin2strava auth strava');
    expect(screen).toContain('Garmin is connected: Sample Runner, by account login at garmin.com.');
    const kept = await expectPrivate(credentials);
    expect(kept).toContain('refreshToken');
    for (const shown of [screen, running]) {
      for (const secret of [password, mfaCode, '000111']) expect(shown).not.toContain(secret);
    }
    expect(kept).not.toContain(password);
    expect(garmin.count('POST', /api\/login$/)).toBe(1);
  },
  60_000,
);

test('typing through the Personal API key', async () => {
  const { garmin, terminal, enter, credentials } = await open(80);
  await enter(`'${process.execPath}' '${BIN}' auth garmin`);
  await terminal.waitFor('Personal API key: official');
  await terminal.press('Enter');
  await terminal.waitFor('Personal API key:');
  await terminal.waitFor('Copy the key');
  await terminal.type(garmin.apiKey);
  const running = await processList();
  await terminal.press('Enter');
  await terminal.waitFor('How long does the key hold?');
  await terminal.press('Enter');
  const screen = await terminal.waitFor('Next: garmin2strava auth strava');
  expect(screen).toContain('Garmin is connected: Sample Runner, by Personal API key.');
  expect(await expectPrivate(credentials)).toContain(garmin.apiKey);
  for (const shown of [screen, running]) expect(shown).not.toContain(garmin.apiKey);
}, 60_000);

test('Ctrl-C at a question ends with 130 and keeps nothing', async () => {
  const { garmin, terminal, enter } = await open(80);
  await enter(`'${process.execPath}' '${BIN}' auth garmin --way account; echo "ended with $?"`);
  await terminal.waitFor('Garmin e-mail:');
  await enter(garmin.account.email);
  await terminal.waitFor('Garmin password:');
  await terminal.press('C-c');
  expect(await terminal.waitFor(/ended with \d+/)).toContain('ended with 130');
  expect(garmin.requests).toEqual([]);
}, 60_000);

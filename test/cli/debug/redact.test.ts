import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { redact } from '../../../src/cli/debug/redact.ts';
import { openBench } from '../../support/bench.ts';

const S = 'Zq7xK2mP9vR4';
const LEAKS: readonly (readonly [string, string])[] = [
  ['a second cookie', `Cookie: a=1; sid=${S}`],
  ['a second Set-Cookie', `Set-Cookie: a=1; Path=/, sid=${S}`],
  ['another scheme', `Authorization: ApiKey ${S}`],
  ['escaped JSON', JSON.stringify({ body: JSON.stringify({ access_token: S }) })],
  ['after an escaped quote', JSON.stringify({ password: `a"${S}` })],
  ['mfaCode', `mfaCode=${S}`],
  ['serviceTicket', `serviceTicket=${S}`],
  ['passphrase', `passphrase=${S}`],
  ['x-api-key', `x-api-key: ${S}`],
  ['user and password in an address', `https://me:${S}@a.example/x`],
  ['a key of 24 characters', `found ${S}${S}`],
];

test.each(LEAKS)('%s does not survive', (_, text) => {
  expect(redact(text, [])).not.toContain(S);
});

test('bare coordinates do not survive', () => {
  expect(redact('at 46.512345, 6.612345', [])).not.toContain('46.512345');
});

test('a known secret does not survive in base64 either', () => {
  const basic = Buffer.from(`314159:${S}`).toString('base64');
  expect(redact(`sent ${Buffer.from(S).toString('base64')} and ${basic}`, [S])).not.toContain(
    Buffer.from(S).toString('base64'),
  );
});

test('what only the store knows is hidden too', async () => {
  const bench = await openBench();
  const folder = join(bench.home, 'default', 'credentials');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFile(join(folder, 'strava.1.json'), JSON.stringify({ kept: { odd: 'not-like one' } }));
  const { stderr } = await bench.cli('why', 'not-like one', '--debug');
  const [, path = ''] = /^Log: (.+)$/m.exec(stderr) ?? [];
  const log = await readFile(path, 'utf8');
  expect(log).toContain('command: why [hidden]');
  expect(log).not.toContain('not-like one');
});

import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../../src/sync/config/config-file.ts';
import { CONFIG_TEMPLATE } from '../../../src/sync/config/config-template.ts';
import { openBench } from '../../support/bench.ts';
import { scriptedPrompts } from '../../support/scripted-prompts.ts';
import { startWebhook } from '../../support/webhook.ts';

async function open(text?: string) {
  const bench = await openBench();
  const file = join(bench.home, 'default', 'config.yaml');
  await mkdir(dirname(file), { recursive: true });
  if (text !== undefined) await writeFile(file, text);
  return { ...bench, file };
}

/** An editor that replaces a word, as a person would. */
async function editor(home: string, from: string, to: string): Promise<string> {
  const path = join(home, 'editor.cjs');
  const code = `const fs=require('fs'),f=process.argv[2];fs.writeFileSync(f,fs.readFileSync(f,'utf8').replace(${JSON.stringify(from)},${JSON.stringify(to)}))`;
  await writeFile(path, code);
  return `${process.execPath} ${path}`;
}

describe('the file that config edit begins with', () => {
  test('is good as it is, and says nothing', () => {
    expect(parseConfig(CONFIG_TEMPLATE)).toMatchObject({ kind: 'good', config: { rules: {}, sports: {}, notify: [] } });
  });

  test('is good with any of its examples', () => {
    const examples = CONFIG_TEMPLATE.split('\n').flatMap((line, at) =>
      /^#? ? ?#\s{2,}[a-z]|^# heartbeat/.test(line) ? [at] : [],
    );
    expect(examples.length).toBeGreaterThan(10);
    const text = CONFIG_TEMPLATE.replace(/^#( {2,}\S)/gm, ' $1')
      .replace(/^# (heartbeat)/m, '$1')
      .replace('notify: []', 'notify:');
    const parsed = parseConfig(text);
    expect(parsed.kind === 'bad' ? parsed.problems : []).toEqual([]);
  });
});

test('path and show: where it is, and what it says without the secrets', async () => {
  const { cli, file } = await open(
    'rules: { type: running }\nnotify: [{ type: ntfy, url: "https://ntfy.example/secret", token: abc }]\nheartbeat: https://beat.example/uuid\n',
  );
  expect((await cli('config', 'path')).stdout).toBe(`${file}\n`);
  expect((await cli('config', 'show')).stdout).toMatchInlineSnapshot(`
    "rules:
      type: running
    notify:
      - type: ntfy
        url: https://ntfy.example/…
        token: …
    heartbeat: https://beat.example/…
    "
  `);
  const { stdout } = await cli('config', 'show', '--json');
  expect(JSON.parse(stdout)).toMatchObject({ schemaVersion: 1, config: { rules: { type: 'running' } } });
  expect(stdout).not.toMatch(/secret|uuid|abc/);
});

test('check: good, or every line that is wrong; --tell sends a notice', async () => {
  const webhook = await startWebhook();
  const { cli, file } = await open(`notify: [{ type: slack, url: "${webhook.url}" }]\n`);
  expect((await cli('config', 'check')).stdout).toBe(`${file} is good.\n`);
  expect(await cli('config', 'check', '--tell')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('slack: told'),
  });
  expect(webhook.received).toHaveLength(1);
  webhook.state.status = 404;
  await writeFile(file, `notify: [{ type: slack, url: "${webhook.url}" }]\nheartbeat: ${webhook.url}/beat\n`);
  const untold = await cli('config', 'check', '--tell', '--json');
  expect(untold.code).toBe(3);
  expect(JSON.parse(untold.stdout)).toEqual({
    schemaVersion: 1,
    configFile: file,
    exists: true,
    told: [
      { type: 'slack', problem: expect.stringContaining('404') },
      { type: 'heartbeat', problem: expect.stringContaining('404') },
    ],
  });
  await writeFile(file, 'rules: { exclude-type: [yogaa] }\nsports: { all: { mute: true }, runing: { mute: true } }\n');
  expect(await cli('config', 'check', '--tell')).toMatchObject({
    code: 0,
    stderr: expect.stringMatching(
      /^Note: yogaa is no type [^\n]* Did you mean yoga\?\nNote: runing is no type [^\n]* Did you mean running\?\nNote: there is no channel/,
    ),
  });
  await writeFile(file, 'sports: { running: { sport: Jogging, title: "{nmae}" } }\n');
  const bad = await cli('config', 'check');
  expect(bad.code).toBe(64);
  expect(bad.stderr).toContain('cannot be used:\n       line 1: sports.running.title has no field nmae');
  expect(bad.stderr).toContain('\n       line 1: sports.running.sport "Jogging" is none of: Run, TrailRun');
});

describe('edit', () => {
  test('makes the file, private, opens the editor and checks what came of it', async () => {
    const { cliOn, file, home } = await open();
    const env = { EDITOR: await editor(home, '#  exclude-type: [yoga, breathwork]', '  exclude-type: [yoga]') };
    const { code, stdout } = await cliOn({ columns: 80, prompts: scriptedPrompts([]), env }, 'config', 'edit');
    expect({ code, stdout }).toEqual({ code: 0, stdout: `${file} is good.\n` });
    expect(await readFile(file, 'utf8')).toContain('\n  exclude-type: [yoga] ');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  test('an editor comes with options and quotes, as in a shell', async () => {
    const { cliOn, file, home } = await open();
    const path = (await editor(home, 'rules:', 'rules: { gps: true }')).split(' ').at(-1);
    const env = { EDITOR: `  '${process.execPath}' --no-warnings '${path}'` };
    expect((await cliOn({ columns: 80, prompts: scriptedPrompts([]), env }, 'config', 'edit')).code).toBe(0);
    expect(await readFile(file, 'utf8')).toContain('rules: { gps: true }');
  });

  test('says what is wrong with it; what was typed stays', async () => {
    const { cliOn, file, home } = await open('rules:\n');
    const env = { VISUAL: await editor(home, 'rules:', 'rulez: {}') };
    const { code, stderr } = await cliOn({ columns: 80, prompts: scriptedPrompts([]), env }, 'config', 'edit');
    expect(code).toBe(64);
    expect(stderr).toContain('rulez unknown field');
    expect(await readFile(file, 'utf8')).toBe('rulez: {}\n');
  });

  test('without a terminal, and with an editor that does not work, it says what to do', async () => {
    const { cli, cliOn, file } = await open();
    expect(await cli('config', 'edit')).toMatchObject({ code: 64, stderr: expect.stringContaining(file) });
    const broken = { columns: 80, prompts: scriptedPrompts([]), env: { EDITOR: '/nowhere/editor' } };
    expect((await cliOn(broken, 'config', 'edit')).stderr).toContain('Set EDITOR to another one');
  });
});

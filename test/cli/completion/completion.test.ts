import { execFile } from 'node:child_process';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, expect, test } from 'vitest';
import { fenixRide, fenixRun, openBench } from '../../support/bench.ts';
import { BIN } from '../../support/binary.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';

const execute = promisify(execFile);

async function offered(bench: Awaited<ReturnType<typeof openBench>>, ...words: string[]): Promise<readonly string[]> {
  const { stdout } = await bench.cli('__complete', '--', ...words);
  return stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => line.split('\t')[0] ?? '');
}

describe('what is offered', () => {
  test('commands, sub-commands, options, and values of options and arguments', async () => {
    const bench = await openBench();
    expect(await offered(bench, 's')).toEqual(['sync', 'status']);
    expect(await offered(bench, '')).not.toContain('__complete');
    expect(await offered(bench, 'auth', 'st')).toEqual(['strava', 'status']);
    expect(await offered(bench, 'auth', 'logout', '')).toEqual(['garmin', 'strava']);
    expect(await offered(bench, 'sync', '--ex')).toEqual(['--exclude-type', '--exclude-name', '--exclude-device']);
    expect(await offered(bench, 'sync', '--on-likely-duplicate', '')).toEqual(['skip', 'upload']);
    expect(await offered(bench, 'sync', '--type', 'cycling', 'trail')).toEqual(['trail_running']);
    expect(await offered(bench, 'sync', '--limit', '')).toEqual([]);
    expect(await offered(bench, 'completion', 'z')).toEqual(['zsh']);
  });

  test('activities by their ids, the newest first, with day and name', async () => {
    const bench = await openBench([await fenixRun(), await fenixRide()]);
    await bench.cli('sync');
    expect((await bench.cli('__complete', '--', 'why', '')).stdout).toBe(
      '10000000002\t2017-06-12 Ride home\n10000000001\t2017-06-11 Evening run\n',
    );
    expect(await offered(bench, 'retry', '--later', '100000000')).toHaveLength(2);
  });

  test('nothing, and no error, where something is wrong', async () => {
    const bench = await openBench();
    expect(await bench.cliOn({ columns: null, env: { G2S_PROFILE: '!' } }, '__complete', '--', 'why', '')).toEqual({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});

test('bash completes with it', async () => {
  const home = await temporaryFolder();
  const bin = join(home, 'bin');
  await mkdir(bin);
  await writeFile(join(bin, 'garmin2strava'), `#!/bin/sh\nexec '${process.execPath}' '${BIN}' "$@"\n`);
  await chmod(join(bin, 'garmin2strava'), 0o755);
  const script = `
    source <(garmin2strava completion bash)
    COMP_WORDS=(garmin2strava sync --on-likely-duplicate ""); COMP_CWORD=3; _garmin2strava; echo "\${COMPREPLY[@]}"
    COMP_WORDS=(garmin2strava hi); COMP_CWORD=1; _garmin2strava; echo "\${COMPREPLY[@]}"`;
  const env = { PATH: `${bin}:${process.env['PATH']}`, HOME: home, G2S_HOME: home };
  const { stdout } = await execute('bash', ['-c', script], { env });
  expect(stdout).toBe('skip upload\nhistory\n');
});

test.each(['zsh', 'fish'] as const)('the script for %s asks the command line too', async (shell) => {
  const { stdout } = await (await openBench()).cli('completion', shell);
  expect(stdout).toContain('garmin2strava __complete --');
});

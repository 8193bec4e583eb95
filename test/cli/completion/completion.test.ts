import { describe, expect, test } from 'vitest';
import { fenixRide, fenixRun, openBench } from '../../support/bench.ts';

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

  test('a value after its equals sign; options of the command above; nothing after an option that does not exist', async () => {
    const bench = await openBench();
    expect(await offered(bench, 'auth', 'garmin', '--way=ac')).toEqual(['--way=account']);
    expect(await offered(bench, 'auth', 'garmin', '--way=key', '--domain=garmin.c')).toEqual([
      '--domain=garmin.com',
      '--domain=garmin.cn',
    ]);
    expect(await offered(bench, 'auth', 'garmin', '--po')).toEqual(['--port']);
    expect(await offered(bench, 'auth', '--port', '9000', 'st')).toEqual(['strava', 'status']);
    expect(await offered(bench, 'config', 'check', '--deb')).toEqual(['--debug']);
    expect(await offered(bench, 'sync', '--nonsense=')).toEqual([]);
  });

  test.each([
    [['auth', 'import', '']],
    [['auth', 'garmin', '--tokens', 'x']],
    [['sync', '--from', '']],
    [['sync', '--from=']],
  ])('%j: files, which the shell knows', async (words) => {
    expect((await (await openBench()).cli('__complete', '--', ...words)).stdout).toBe('\tfiles\n');
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

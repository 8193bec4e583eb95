import { expect, test } from 'vitest';
import { openBench } from '../support/bench.ts';

test.each([
  ['synk', "Unknown command 'synk'.", 'Did you mean sync? See `garmin2strava --help`.'],
  ['auth statsu', "Unknown command 'statsu'.", 'Did you mean status? See `garmin2strava auth --help`.'],
  [
    'auth --port 9000 stata',
    "Unknown command 'stata'.",
    'Did you mean strava or status? See `garmin2strava auth --help`.',
  ],
  ['auth zzz', "Unknown command 'zzz'.", 'See `garmin2strava auth --help`.'],
  ['config shwo', "Unknown command 'shwo'.", 'Did you mean show? See `garmin2strava config --help`.'],
  ['auth garmin --wya key', "Unknown option '--wya'.", 'Did you mean --way? See `garmin2strava auth garmin --help`.'],
  [
    'auth garmin --way acount',
    "Option '--way <way>' argument 'acount' is invalid. Allowed choices are key, account, ticket.",
    'Did you mean account? See `garmin2strava auth garmin --help`.',
  ],
  [
    'completion bahs',
    "Value 'bahs' is invalid for argument 'shell'. Allowed choices are bash, zsh, fish.",
    'Did you mean bash? See `garmin2strava completion --help`.',
  ],
  [
    'auth logout nowhere',
    "Value 'nowhere' is invalid for argument 'service'. Allowed choices are garmin, strava.",
    'See `garmin2strava auth logout --help`.',
  ],
  [
    'sync --private',
    "Unknown option '--private'.",
    "--private cannot be set, Strava's API has no way for it: set the default in Strava's own settings. See `garmin2strava sync --help`.",
  ],
  [
    'push 1 --hide-from-home',
    "Unknown option '--hide-from-home'.",
    '--hide-from-home is called `mute` here, a field of each type under `sports` in the config file. See `garmin2strava push --help`.',
  ],
  [
    'sync --gear Pegasus',
    "Unknown option '--gear'.",
    '--gear is a field of each type under `sports` in the config file. See `garmin2strava sync --help`.',
  ],
  ['sync extra', "Too many arguments for 'sync'. Expected 0 arguments but got 1.", 'See `garmin2strava sync --help`.'],
  ['why', "Missing required argument 'id'.", 'See `garmin2strava why --help`.'],
  [
    'config',
    "'garmin2strava config' wants one of its commands: edit, show, path, check.",
    'See `garmin2strava config --help`.',
  ],
  ['help syncc', "Unknown command 'syncc'.", 'Did you mean sync? See `garmin2strava --help`.'],
  [
    'retry 999',
    'The ledger knows no activity 999.',
    '`garmin2strava history` shows what it knows, `garmin2strava push 999` uploads one that it does not know.',
  ],
])('%s', async (line, message, hint) => {
  const { code, stderr, stdout } = await (await openBench()).cli(...line.split(' '));
  expect({ code, stdout, stderr }).toEqual({ code: 64, stdout: '', stderr: `Error: ${message}\nNext:  ${hint}\n` });
});

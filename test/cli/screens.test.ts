import stringWidth from 'string-width';
import { expect, test } from 'vitest';
import { fenixRide, fenixRun, openBench } from '../support/bench.ts';

async function account() {
  const bench = await openBench([
    await fenixRun({
      row: { activityName: 'Evening run 🏃‍♀️ with a name that is much too long for a narrow terminal' },
    }),
    await fenixRide(),
    await fenixRide({
      row: {
        activityId: 3,
        activityName: null,
        manualActivity: true,
        distance: null,
        startTimeGMT: '2017-06-12 18:09:22',
      },
    }),
  ]);
  bench.strava.addActivity({
    startTime: Date.UTC(2017, 5, 12, 16, 9, 20),
    sportType: 'Ride',
    elapsedTime: 60,
    externalId: 'garmin_ping_281474976710',
  });
  return bench;
}

test('a dry run on a terminal of 80 columns', async () => {
  const bench = await account();
  const { stdout, stderr } = await bench.cliOn({ columns: 80, env: { NO_COLOR: '1' } }, 'sync', '--dry-run');
  expect(stdout).toMatchInlineSnapshot(`
    "WHEN              NAME                                 SPORT    DISTANCE  ACTION
    2017-06-11 16:34  Evening run 🏃‍♀️ with a name that is…  running    0.2 km  upload
                      not on Strava yet
    2017-06-12 18:09  Ride home                            cycling    0.3 km  skip
                      same start and sport, came through Garmin's own link to Strava
    2017-06-12 18:09  cycling 3                            cycling         –  skip
                      typed in by hand at Garmin, there is no recording

    1 to upload.
    Dry run: nothing was changed. \`garmin2strava sync\` does it.
    "
  `);
  expect(Math.max(...stdout.split('\n').map((line) => stringWidth(line)))).toBeLessThanOrEqual(80);
  expect(stderr).toBe('');
});

test('a dry run on a terminal of 120 columns', async () => {
  const bench = await account();
  const { stdout } = await bench.cliOn({ columns: 120, env: { NO_COLOR: '1' } }, 'sync', '--dry-run');
  expect(stdout).toMatchInlineSnapshot(`
    "WHEN              NAME                                SPORT    DISTANCE  ACTION  WHY
    2017-06-11 16:34  Evening run 🏃‍♀️ with a name that i…  running    0.2 km  upload  not on Strava yet
    2017-06-12 18:09  Ride home                           cycling    0.3 km  skip
                      same start and sport, came through Garmin's own link to Strava
    2017-06-12 18:09  cycling 3                           cycling         –  skip
                      typed in by hand at Garmin, there is no recording

    1 to upload.
    Dry run: nothing was changed. \`garmin2strava sync\` does it.
    "
  `);
});

test('a sync piped to a file, and the one after it', async () => {
  const bench = await account();
  const first = await bench.cli('sync');
  expect(first.stdout).toMatchInlineSnapshot(`
    "WHEN              NAME                                                                    SPORT    DISTANCE  ACTION  WHY
    2017-06-11 16:34  Evening run 🏃‍♀️ with a name that is much too long for a narrow terminal  running    0.2 km  upload  not on Strava yet
    2017-06-12 18:09  Ride home                                                               cycling    0.3 km  skip    same start and sport, came through Garmin's own link to Strava
    2017-06-12 18:09  cycling 3                                                               cycling         –  skip    typed in by hand at Garmin, there is no recording

    1 to upload.
    Done: 1 uploaded, 2 skipped.
    "
  `);
  expect(first.stderr).toMatchInlineSnapshot(`
    "✓ Evening run 🏃‍♀️ with a name th…: https://www.strava.com/activities/16500000002
    "
  `);
  expect((await bench.cli('sync')).stdout).toMatchInlineSnapshot(`
    "Dealt with before: 1 uploaded, 1 found on Strava, 1 without a file.
    Nothing to upload.
    Done: 0 uploaded, 3 skipped.
    "
  `);
});

test('colour on a terminal, none where NO_COLOR is set or the output is piped', async () => {
  const bench = await account();
  const esc = String.fromCharCode(27);
  const colourful = await bench.cliOn({ columns: 80, env: { TERM: 'xterm' } }, 'sync', '--dry-run');
  const plain = await bench.cliOn({ columns: 80, env: { NO_COLOR: '1' } }, 'sync', '--dry-run');
  expect(colourful.stdout).toContain(esc);
  expect(plain.stdout).not.toContain(esc);
  expect((await bench.cli('sync', '--dry-run')).stdout).not.toContain(esc);
});

test('a name cannot play with the terminal', async () => {
  const esc = String.fromCharCode(27);
  const bench = await openBench([await fenixRun({ row: { activityName: `${esc}[31mred\n${esc}]0;title` } })]);
  const { stdout } = await bench.cli('sync', '--dry-run');
  expect(stdout).not.toContain(esc);
  expect(stdout).toContain('[31mred ]0;title');
});

test('a dry run names the command that does it, with the options it had; nothing to do names none', async () => {
  const bench = await account();
  const args = ['sync', '--since', '2017-06-01', '--type', 'running', 'hill walk', '--limit', '3'];
  const { stdout } = await bench.cli(...args, '--dry-run', '--detailed-exitcode');
  expect(stdout).toContain("`garmin2strava sync --since 2017-06-01 --limit 3 --type running 'hill walk'` does it.");
  await bench.cli('sync');
  expect((await bench.cli('sync', '--dry-run')).stdout).toContain('Dry run: nothing was changed.\n');
});

test('what failed before is named again', async () => {
  const bench = await openBench([
    await fenixRun({ original: { kind: 'raw', bytes: Buffer.from('PK\u0003\u0004 broken') } }),
  ]);
  expect((await bench.cli('sync')).code).toBe(3);
  expect((await bench.cli('sync')).stdout).toMatchInlineSnapshot(`
    "Dealt with before: 1 failed.
      Evening run: The zip from Garmin cannot be unpacked: end of central directory record signature not found.
    Nothing to upload.
    Done: 0 uploaded, 1 skipped.
    "
  `);
});

test('help: examples first', async () => {
  const bench = await openBench();
  expect((await bench.cli('--help')).stdout).toMatchInlineSnapshot(`
    "Examples:
      $ garmin2strava demo              watch it work: real files, no account needed
      $ garmin2strava auth              connect Garmin and Strava
      $ garmin2strava sync --dry-run    show what a sync would do
      $ garmin2strava sync              bring new Garmin activities to Strava
      $ garmin2strava deploy            let AWS do that every minute

    Usage: garmin2strava [options] [command]

    Brings every Garmin activity to Strava.

    Options:
      -V, --version          output the version number
      --debug                write a log without secrets, and say where it is
      -h, --help             display help for command

    Commands:
      auth [options]         connect Garmin and Strava
      config                 rules, titles, gear, notices: the config file
      sync [options]         bring new Garmin activities to Strava
      doctor [options]       check everything, and what heals it
      ui [options]           see and steer it in the browser
      demo [options]         watch it work: real files, no account needed
      history [options]      what became of each activity
      why [options] <id>     why an activity is, or is not, on Strava
      push [options] <id>    upload one activity now
      retry [options] [id]   try again what has failed
      ignore [options] <id>  never upload an activity
      deploy [options]       run it on AWS, every minute
      status [options]       how the deployment is doing
      logs [options]         what the runs on AWS did, a line each
      invoke [options]       start one run on AWS now
      pause                  stop the runs on AWS for a while
      resume                 let the runs on AWS go on
      destroy [options]      take the deployment down; the table stays
      completion <shell>     let your shell complete commands and activity ids
      help [command]         display help for command
    "
  `);
  expect((await bench.cli('sync', '--help')).stdout).toMatchInlineSnapshot(`
    "Examples:
      $ garmin2strava sync --dry-run             show the plan, change nothing
      $ garmin2strava sync                       bring over what is new
      $ garmin2strava sync --since 2026-11-01    everything from that day on
      $ garmin2strava sync --type running        runs only
      $ garmin2strava sync --json                for scripts

    Usage: garmin2strava sync [options]

    Compares Garmin with Strava, shows the plan and carries it out.

    Options:
      -n, --dry-run                   show the plan and stop
      --since <when>                  from this day on: 2026-11-01, 30d, 2w, 6m, 1y, or all (default:
                                      what is new, at first 7d; of a folder: all)
      --until <when>                  up to this day
      --from <folder>                 take FIT files from a folder, such as a watch's GARMIN/Activity
      --limit <count>                 at most this many uploads, the newest ones
      --on-likely-duplicate <action>  for an activity that overlaps one on Strava (default: skip)
                                      (choices: "skip", "upload")
      --wait                          go on by itself when Strava's quota is used up (on a terminal it
                                      does)
      --watch                         look every minute until Ctrl-C, on this machine
      -y, --yes                       do not ask before a large upload
      --no-input                      never ask anything
      --json                          print one JSON object
      --detailed-exitcode             exit with 2 when a dry run finds work
      -h, --help                      display help for command

    Rules:
      --type <types...>               only these Garmin types; a type takes in its sub-types
      --exclude-type <types...>       not these Garmin types
      --name <patterns...>            only these names: with * and ?, or /regular expression/i
      --exclude-name <patterns...>    not these names
      --gps                           only with a GPS track
      --device <ids...>               only from these devices, by Garmin device id
      --exclude-device <ids...>       not from these devices
      --min-distance <length>         nothing shorter: 500m, 3km
      --min-duration <time>           nothing shorter: 90s, 3min

    Exit codes:
      0  done, or nothing to do        4  authentication needed
      1  unexpected                    5  rate limited, safe to run again
      2  the plan has work             6  Strava app inactive (subscription)
         (--detailed-exitcode)        64  usage
      3  some activities failed      130  interrupted

    "
  `);
});

test('what cannot be understood points to the help', async () => {
  const bench = await openBench();
  const { code, stderr } = await bench.cli('snyc');
  expect(code).toBe(64);
  expect(stderr).toMatchInlineSnapshot(`
    "Error: Unknown command 'snyc'.
    Next:  Did you mean sync? See \`garmin2strava --help\`.
    "
  `);
});

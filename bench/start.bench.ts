import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { beforeAll, test } from 'vitest';
import { startGarminSandbox } from '../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../src/sync/sandbox/strava/index.ts';
import { systemClock } from '../src/sync/time.ts';
import { accountEnv } from '../test/support/account-env.ts';
import { fenixRun } from '../test/support/bench.ts';
import { BIN, runBinary } from '../test/support/binary.ts';
import { setup } from '../test/support/build.ts';
import { temporaryFolder } from '../test/support/temporary-folder.ts';
import { timeProcesses } from './processes.ts';
import { addRow, median, times } from './rows.ts';

beforeAll(setup);

test('start of the command line', () => {
  const [help = 0, node = 1] = timeProcesses({ args: [BIN, '--help'] }, { args: ['-e', '0'] });
  const ratio = help / node;
  addRow({
    what: '`--help`, whole process',
    ours: `${times(ratio)} (${Math.round(help)} ms)`,
    baseline: `node -e 0 (${Math.round(node)} ms)`,
    target: '<= 1.3x',
    met: ratio <= 1.3,
  });
});

test('a sync with nothing new', async () => {
  const garmin = await startGarminSandbox({ clock: systemClock, activities: [await fenixRun()] });
  const strava = await startStravaSandbox({ clock: systemClock });
  const home = await temporaryFolder();
  const env = { PATH: process.env['PATH'], HOME: home, G2S_HOME: home, ...accountEnv(garmin, strava) };
  await runBinary(env, 'sync', '--since', 'all');
  const request = `fetch('${garmin.url}/').then((it) => it.text())`;
  const [ours, one] = [
    await timeAsync(() => runBinary(env, 'sync')),
    await timeAsync(() => once(spawn(process.execPath, ['-e', request], { stdio: 'ignore' }), 'exit')),
  ];
  addRow({
    what: '`sync` with nothing new, whole process',
    ours: `${times(ours / one)} (${Math.round(ours)} ms)`,
    baseline: `node and one request (${Math.round(one)} ms)`,
    met: null,
  });
  await garmin.close();
  await strava.close();
});

/** The stand-ins are in this process, so it must not stand still meanwhile. */
async function timeAsync(run: () => Promise<unknown>): Promise<number> {
  const taken: number[] = [];
  for (let turn = 0; turn < 9; turn += 1) {
    const begin = performance.now();
    await run();
    taken.push(performance.now() - begin);
  }
  return median(taken);
}

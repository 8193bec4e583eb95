import { expect, test } from 'vitest';
import { startStravaSandbox } from '../src/sync/sandbox/strava/index.ts';
import { DAY, HOUR, MINUTE, SECOND } from '../src/sync/time.ts';
import { openBench } from '../test/support/bench.ts';
import { gpxRun } from '../test/support/gpx.ts';
import { manualClock } from '../test/support/manual-clock.ts';
import { countsPerWindow } from '../test/support/windows.ts';
import { addRow, times } from './rows.ts';

const NOON = Date.UTC(2026, 10, 20, 12);

function history(count: number) {
  return Array.from({ length: count }, (_, at) => gpxRun(10_000_000_000 + at, NOON - (count - at) * 31 * HOUR));
}

test('a dry run over thousands', async () => {
  const took: number[] = [];
  for (const count of [30, 3_000]) {
    const bench = await openBench(history(count));
    bench.clock.advance(NOON - bench.clock.now());
    const begin = performance.now();
    expect((await bench.cli('sync', '--since', 'all', '--dry-run', '--json')).code).toBe(0);
    took.push((performance.now() - begin) / count);
  }
  const [few = 1, many = 0] = took;
  addRow({
    what: 'dry run over 3,000 activities, time for each',
    ours: `${times(many / few)}, ${Math.round(process.memoryUsage().rss / 1e6)} MB with the stand-ins`,
    baseline: '30 activities',
    target: '<= 1x: linear',
    met: many <= few,
  });
});

test('uploads in a quarter hour at the default quota', async () => {
  const bench = await openBench(history(450));
  bench.clock.advance(NOON - bench.clock.now());
  await bench.cliOn({ columns: null, nobodyAnswers: true }, 'sync', '--since', 'all', '--yes', '--wait');
  const windows = countsPerWindow(
    bench.strava.uploads.map(({ receivedAt }) => receivedAt),
    15 * MINUTE,
  );
  const refused = (await bench.cli('history', '--state', 'failed', '--json')).stdout.includes('429') ? 1 : 0;
  const loop = await uploadAndWait();
  addRow({
    what: 'uploads resolved in a quarter hour, refused',
    ours: `${Math.max(...windows)}, ${refused}`,
    baseline: `upload, then ask each second: ${loop}`,
    target: '>= 190, 0',
    met: Math.max(...windows) >= 190 && refused === 0,
  });
});

/** A loop that posts a file and asks each second until it is there, in one quarter hour without a refusal. */
async function uploadAndWait(): Promise<number> {
  const clock = manualClock(NOON + DAY);
  const strava = await startStravaSandbox({ clock });
  const headers = { Authorization: `Bearer ${strava.issueTokens().accessToken}` };
  const begin = clock.now();
  let done = 0;
  for (; ; done += 1) {
    const form = new FormData();
    form.set('data_type', 'gpx');
    form.set('external_id', String(done));
    const { original } = gpxRun(done, NOON - done * HOUR);
    const bytes = original.kind === 'zip' ? original.entries[0]?.bytes : undefined;
    form.set('file', new Blob([new Uint8Array(bytes ?? [])]), `${done}.gpx`);
    const posted = await fetch(`${strava.apiUrl}/uploads`, { method: 'POST', headers, body: form });
    if (posted.status !== 201) break;
    const { id_str: id } = (await posted.json()) as { id_str: string };
    let activity: unknown = null;
    let refused = false;
    while (activity === null && !refused) {
      await clock.sleep(SECOND);
      const asked = await fetch(`${strava.apiUrl}/uploads/${id}`, { headers });
      refused = asked.status === 429;
      activity = ((await asked.json()) as { activity_id?: unknown }).activity_id ?? null;
    }
    if (refused || clock.now() - begin > 15 * MINUTE) break;
  }
  await strava.close();
  return done;
}

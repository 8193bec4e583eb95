import { NO_CONFIG } from '../../src/sync/config/config.ts';
import { Announcer } from '../../src/sync/notices/announcer.ts';
import { READS_FOR_A_PERSON } from '../../src/sync/quota-budget.ts';
import type { Fault } from '../../src/sync/sandbox/faults.ts';
import type { SandboxActivity } from '../../src/sync/sandbox/garmin/activity-shelf.ts';
import { startGarminSandbox } from '../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../src/sync/sandbox/strava/index.ts';
import { openMemoryStore } from '../../src/sync/store/memory-store.ts';
import { runTick, type TickMemory, type TickPorts } from '../../src/sync/tick.ts';
import { DAY, HOUR, type Instant, MINUTE } from '../../src/sync/time.ts';
import { gpxFile, gpxRun } from '../support/gpx.ts';
import { manualClock } from '../support/manual-clock.ts';
import { openTickPorts } from '../support/sandbox-accounts.ts';
import { countsPerWindow } from '../support/windows.ts';

/** The clocks of Europe change within the month that begins here. */
const BEGIN = Date.UTC(2026, 9, 10);
const FIRST_ID = 20_000_000_000;
/** Lambda keeps a container for some hours; then the next tick knows nothing. */
const CONTAINER_LIFE = 4 * HOUR;
const KEY_ENDS = BEGIN + 20 * DAY;
const CHANNEL = { type: 'webhook', url: 'http://127.0.0.1/' } as const;
/** Where the watch is: Europe's clocks change on the 15th day, in the middle of an activity, America's on the 22nd. */
const ZONES = ['Europe/Zurich', 'America/Denver', 'Asia/Kathmandu'];

export interface SoakResult {
  readonly ticks: number;
  readonly activities: number;
  readonly lost: readonly string[];
  readonly doubled: readonly string[];
  readonly requests: Readonly<Record<string, number>>;
  readonly mostReadsADay: number;
  readonly mostRequestsAQuarterHour: number;
  /** Minutes from Garmin to Strava: median, 95 %, most. Those of the outages are among them. */
  readonly latency: { readonly median: number; readonly p95: number; readonly most: number };
  readonly faults: number;
  /** What a person was told, in order. */
  readonly notices: readonly string[];
}

interface Planned {
  readonly activity: SandboxActivity;
  readonly id: string;
  readonly at: Instant;
  /** Strava activities that it has to become. */
  readonly expected: number;
}

/** Three a day: some synced days late, each in another time zone, some typed in, now and then one of two parts. */
function plannedActivities(days: number): readonly Planned[] {
  return Array.from({ length: days * 3 }, (_, index) => {
    const id = FIRST_ID + index;
    const end = BEGIN + 2 * HOUR + index * 8 * HOUR;
    const isLate = index % 10 === 4;
    const isManual = index % 15 === 7;
    const isDuathlon = index % 20 === 5;
    const start = end - HOUR - (isLate ? 2 * DAY + 3 * HOUR : 0);
    const row = {
      startTimeLocal: wallClock(start, ZONES[index % ZONES.length] ?? 'UTC'),
      ...(isManual && { manualActivity: true }),
      ...(isDuathlon && {
        elapsedDuration: 3_600,
        activityType: { typeId: 89, typeKey: 'multi_sport', parentTypeId: 17 },
      }),
    };
    const original = isDuathlon ? { original: twoParts(id, start) } : {};
    const activity = gpxRun(id, start, { row, availableFrom: end, ...original });
    return { activity, id: String(id), at: end, expected: isManual ? 0 : isDuathlon ? 2 : 1 };
  });
}

function twoParts(id: number, start: Instant): SandboxActivity['original'] {
  const parts = [start, start + 31 * MINUTE];
  return { kind: 'zip', entries: parts.map((at, part) => ({ name: `${id}-${part}.gpx`, bytes: gpxFile(id, at) })) };
}

/** What a watch shows there at that time, as Garmin writes it. */
function wallClock(instant: Instant, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short', timeStyle: 'medium' }).format(instant);
}

const FAULTS: readonly Fault['effect'][] = [
  { kind: 'reset' },
  { kind: 'lose-answer' },
  { kind: 'truncate' },
  { kind: 'answer', status: 500 },
  { kind: 'answer', status: 502, body: '<html>' },
  { kind: 'answer', status: 429, headers: { 'Retry-After': '60' } },
];
const DOWN: Fault = { path: /./, effect: { kind: 'answer', status: 503, body: '<html>' }, times: 1e9 };

/** A tick a minute on a clock of its own, with faults, a Garmin outage and a Strava outage over midnight. */
export async function soak({ days }: { readonly days: number }): Promise<SoakResult> {
  const clock = manualClock(BEGIN);
  const planned = plannedActivities(days);
  const garmin = await startGarminSandbox({ clock, activities: planned.map(({ activity }) => activity) });
  const strava = await startStravaSandbox({ clock, settings: { refreshRotation: 'same' } });
  const store = openMemoryStore(clock);
  const { refreshToken } = strava.issueTokens();
  const deps = { store, clock, fetch: globalThis.fetch, reservedReads: READS_FOR_A_PERSON };

  async function container(): Promise<{ readonly ports: TickPorts; readonly memory: TickMemory }> {
    const ports = await openTickPorts({ garmin, strava, refreshToken }, deps);
    return { ports, memory: { settled: new Set(), checkedAt: 0 } };
  }

  const notices: string[] = [];
  const announcer = new Announcer({
    documents: store.documents,
    clock,
    fetch: async (_, init) => {
      notices.push(JSON.parse(String(init?.body)).kind);
      return new Response();
    },
  });
  let faults = 0;
  const disturb = (tick: number) => {
    const side = tick % 2 === 0 ? garmin : strava;
    const effect = FAULTS[((tick / 7) % FAULTS.length) | 0] ?? { kind: 'reset' };
    side.faults.add({
      path: /./,
      effect,
      onHit: () => {
        faults += 1;
      },
    });
  };
  const outage = (minute: number, from: number, length: number, side: typeof garmin | typeof strava) => {
    if (minute === from) side.faults.add(DOWN);
    if (minute === from + length) side.faults.clear();
  };

  const ticks = (days * DAY) / MINUTE;
  let current = await container();
  for (let tick = 0; tick < ticks; tick += 1) {
    clock.advance(BEGIN + tick * MINUTE - clock.now());
    if (tick % (CONTAINER_LIFE / MINUTE) === 0) current = await container();
    if (tick % 97 === 0) disturb(tick);
    outage(tick, 600, 360, garmin);
    outage(tick, 1_380, 120, strava);
    const { signal } = new AbortController();
    const result = await runTick(current.ports, current.memory, { dryRun: false, signal, config: NO_CONFIG });
    if (result.kind === 'idle' || result.kind === 'busy') continue;
    const trouble = result.kind === 'trouble' ? result.error : result.outcome.trouble;
    await announcer.after({ trouble, keyEndsAt: KEY_ENDS }, { channels: [CHANNEL], heartbeat: null });
  }
  const result = { ...report({ ticks, planned, garmin, strava, faults }), notices };
  await garmin.close();
  await strava.close();
  return result;
}

interface Facts {
  readonly ticks: number;
  readonly planned: readonly Planned[];
  readonly garmin: Awaited<ReturnType<typeof startGarminSandbox>>;
  readonly strava: Awaited<ReturnType<typeof startStravaSandbox>>;
  readonly faults: number;
}

function report({ ticks, planned, garmin, strava, faults }: Facts): Omit<SoakResult, 'notices'> {
  const end = BEGIN + ticks * MINUTE;
  // What came in the last hours may still be on its way.
  const due = planned.filter(({ at }) => at < end - HOUR);
  const there = (id: string) => strava.activities.filter(({ externalId }) => externalId?.startsWith(`garmin_${id}`));
  const delays = due.flatMap(({ id, at }) => {
    const upload = strava.uploads.find(({ externalId }) => externalId?.startsWith(`garmin_${id}`));
    return upload ? [(upload.receivedAt - at) / MINUTE] : [];
  });
  const sorted = delays.sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
  const api = strava.requests.filter(({ path }) => path.startsWith('/api/v3'));
  return {
    ticks,
    activities: planned.length,
    lost: due.filter(({ id, expected }) => there(id).length < expected).map(({ id }) => id),
    doubled: due.filter(({ id, expected }) => there(id).length > expected).map(({ id }) => id),
    requests: {
      'Garmin list': garmin.count('GET', /activities\/search|activity-search|activities$/),
      'Garmin in all': garmin.requests.length,
      'Strava list': strava.count('GET', /athlete\/activities$/),
      'Strava upload': strava.count('POST', /uploads$/),
      'Strava status': strava.count('GET', /uploads\/\d+$/),
      'Strava token': strava.count('POST', /token$/),
    },
    mostReadsADay: most(
      api.filter(({ method }) => method === 'GET'),
      DAY,
    ),
    mostRequestsAQuarterHour: most(api, 15 * MINUTE),
    latency: { median: at(0.5), p95: at(0.95), most: at(1) },
    faults,
  };
}

function most(requests: readonly { readonly at: Instant }[], length: number): number {
  const times = requests.map(({ at }) => at);
  return Math.max(0, ...countsPerWindow(times, length));
}

/** The figures as a table. */
export function soakTable({ lost, doubled, requests, latency, notices, ...facts }: SoakResult): string {
  const rows: readonly (readonly [string, string | number])[] = [
    ['ticks', facts.ticks],
    ['activities', facts.activities],
    ['lost', lost.length],
    ['doubled', doubled.length],
    ...Object.entries(requests),
    ['Strava reads, most in a day (of 1,000)', facts.mostReadsADay],
    ['Strava requests, most in a quarter hour (of 200)', facts.mostRequestsAQuarterHour],
    ['minutes from Garmin to Strava, median', latency.median],
    ['  95 %', latency.p95],
    ['  most, after an outage', latency.most],
    ['single faults survived, beside two outages', facts.faults],
    ['notices', notices.length],
  ];
  return `${rows.map(([label, value]) => `${label.padEnd(52)}${String(value).padStart(8)}`).join('\n')}\n`;
}

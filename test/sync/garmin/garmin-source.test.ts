import { createHash } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { AuthRequiredError, FileError, RateLimitedError, ServiceError } from '../../../src/sync/errors.ts';
import { parsePage } from '../../../src/sync/garmin/activity-rows.ts';
import type { Download } from '../../../src/sync/ports.ts';
import type { FaultEffect } from '../../../src/sync/sandbox/faults.ts';
import type { OriginalAnswer } from '../../../src/sync/sandbox/garmin/activity-shelf.ts';
import { readDataFile } from '../../../src/sync/sandbox/garmin/data-file.ts';
import { zip } from '../../../src/sync/sandbox/garmin/zip.ts';
import { HOUR, MINUTE, SECOND } from '../../../src/sync/time.ts';
import { temporaryFolder } from '../../support/temporary-folder.ts';
import {
  activity,
  DOWNLOAD,
  failure,
  fixture,
  type GarminBench,
  jsonFixture,
  LIST,
  openGarmin,
  RUN,
  START,
  zipped,
} from './bench.ts';
import { rawZip, SYMLINK } from './raw-zip.ts';

const PAGE = { start: 0, limit: 20 };
const HTML = '<!DOCTYPE html><html><head><title>Just a moment...</title></head></html>';
const DETAIL = /^\/activity-service\/activity\//;

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function answer(status: number, body: unknown = {}, headers: Readonly<Record<string, string>> = {}): FaultEffect {
  return { kind: 'answer', status, body, headers };
}

async function downloadOf(original: OriginalAnswer): Promise<Download> {
  const { source } = await openGarmin([activity({}, original)]);
  return source.download(RUN);
}

async function downloadOfFile(name: string, bytes: Uint8Array): Promise<Download> {
  return downloadOf({ kind: 'zip', entries: [{ name, bytes }] });
}

async function filesOf(original: OriginalAnswer) {
  const download = await downloadOf(original);
  if (download.kind !== 'files') throw new Error(`No files: ${download.detail}`);
  return download.files.map(({ format, bytes, sessions }) => ({ format, hash: sha256(bytes), sessions }));
}

async function dataHash(name: string): Promise<string> {
  return sha256(await readDataFile(name));
}

async function ready(bench: GarminBench): Promise<GarminBench> {
  await bench.source.list(PAGE);
  return bench;
}

describe('list', () => {
  const days = ['2026-11-20', '2026-11-18', '2026-11-19', '2026-11-16', '2026-11-17'];
  const activities = days.map((day, index) =>
    activity({ activityId: index + 1, startTimeLocal: `${day} 08:00:00`, startTimeGMT: `${day} 07:00:00` }),
  );

  test('newest first, page by page', async () => {
    const { garmin, source } = await openGarmin(activities);
    const pages = [];
    for (const start of [0, 2, 4, 6]) pages.push(await source.list({ start, limit: 2 }));
    expect(pages.map((page) => page.activities.map(({ id }) => id))).toEqual([['1', '3'], ['2', '5'], ['4'], []]);
    expect(pages.map(({ rows }) => rows)).toEqual([2, 2, 1, 0]);
    const queries = garmin.requests.filter(({ path }) => LIST.test(path)).map(({ query }) => query);
    expect(queries).toEqual([0, 2, 4, 6].map((start) => `start=${start}&limit=2`));
  });

  test('between two dates, both included', async () => {
    const { source } = await openGarmin(activities);
    const ids = async (dates: { startDate?: string; endDate?: string }) =>
      (await source.list({ ...PAGE, ...dates })).activities.map(({ id }) => id);
    expect(await ids({ startDate: '2026-11-17', endDate: '2026-11-19' })).toEqual(['3', '2', '5']);
    expect(await ids({ startDate: '2026-11-19' })).toEqual(['1', '3']);
    expect(await ids({ endDate: '2026-11-17' })).toEqual(['5', '4']);
  });

  test('rows of 2021 and of 2026 read the same', async () => {
    const { garmin, source } = await openGarmin([activity({ duration: 3_000 })]);
    garmin.settings.listShape = '2026';
    const { activities: newer } = await source.list(PAGE);
    garmin.settings.listShape = '2021';
    const { activities: older } = await source.list(PAGE);
    expect(newer[0]).toMatchObject({ id: RUN.id, elapsedDuration: 3_600, duration: 3_000 });
    expect(older).toEqual(newer);
  });

  test('a row that cannot be understood is reported beside the others', async () => {
    const broken = activity({ activityId: 7, startTimeGMT: null });
    const { source } = await openGarmin([activity(), broken]);
    expect(await source.list(PAGE)).toMatchObject({
      activities: [{ id: RUN.id }],
      rejected: [{ garminId: '7', problem: 'no start time' }],
      rows: 2,
    });
  });
});

describe('one activity', () => {
  test('has all that its row in the list tells, from the detail recorded in 2026', async () => {
    const detail = (await jsonFixture('activity-detail-2026.json')) as Record<string, unknown>;
    const [row] = parsePage(await jsonFixture('activities-list-2026.json'))?.activities ?? [];
    const { source } = await openGarmin([{ ...activity(), detail }]);
    const { duration, elapsedDuration, distance, ...facts } = (await source.find(RUN.id)) ?? {};
    expect(facts).toEqual({ ...row, duration: undefined, elapsedDuration: undefined, distance: undefined });
    expect(row?.duration).toBeCloseTo(Number(duration), 2);
    expect(row?.elapsedDuration).toBeCloseTo(Number(elapsedDuration), 2);
    expect(row?.distance).toBeCloseTo(Number(distance), 2);
  });

  test('is known without its metadata too', async () => {
    const recorded = (await jsonFixture('activity-detail-2026.json')) as Record<string, unknown>;
    const { source } = await openGarmin([{ ...activity(), detail: { ...recorded, metadataDTO: null } }]);
    expect(await source.find(RUN.id)).toMatchObject({ id: '21482825013', hasGps: null, deviceId: null, manual: false });
  });
});

describe('files', () => {
  test('one FIT, byte by byte', async () => {
    expect(await filesOf(await zipped('activity-small-fenix2-run.fit'))).toEqual([
      { format: 'fit', hash: await dataHash('activity-small-fenix2-run.fit'), sessions: 1 },
    ]);
  });

  test('three FITs in one zip, in its order', async () => {
    const names = ['garmin-fenix-5-run.fit', 'garmin-fenix-5-bike.fit', 'garmin-edge-820-bike.fit'];
    const hashes = await Promise.all(names.map(dataHash));
    expect(await filesOf(await zipped(...names))).toEqual(hashes.map((hash) => ({ format: 'fit', hash, sessions: 1 })));
  });

  test('GPX and TCX', async () => {
    for (const [name, format] of [
      ['uetliberg-hike.gpx', 'gpx'],
      ['aare-ride.tcx', 'tcx'],
    ] as const) {
      expect(await filesOf(await zipped(name))).toEqual([{ format, hash: await dataHash(name), sessions: 1 }]);
    }
  });

  test("Garmin's recorded zip", async () => {
    const original = { kind: 'raw', bytes: await fixture('original-download.zip') } as const;
    expect(await filesOf(original)).toEqual([
      { format: 'fit', hash: await dataHash('11998957007_ACTIVITY.fit'), sessions: 1 },
    ]);
  });

  test('a FIT with seven sessions', async () => {
    const [file] = await filesOf(await zipped('activity-large-fenxi2-multisport.fit'));
    expect(file).toEqual({
      format: 'fit',
      hash: await dataHash('activity-large-fenxi2-multisport.fit'),
      sessions: 7,
    });
  });

  test('are told by their content, not by their name; what is no recording is left out', async () => {
    const entries = [
      { name: 'README.TXT', bytes: Buffer.from('thanks') },
      { name: 'ride.fit', bytes: await readDataFile('uetliberg-hike.gpx') },
      { name: 'NAMELESS', bytes: await readDataFile('garmin-fenix-5-run.fit') },
    ];
    expect((await filesOf({ kind: 'zip', entries })).map(({ format }) => format)).toEqual(['gpx', 'fit']);
  });
});

describe('no file', () => {
  test.each([404, 500] as const)('a manual entry, which Garmin answers with %i, has none', async (status) => {
    const { source, garmin } = await openGarmin([activity({ manualActivity: true }, { kind: 'none', status })]);
    expect(await source.download(RUN)).toEqual({ kind: 'absent', detail: expect.stringContaining('by hand') });
    expect(garmin.count('GET', DETAIL)).toBe(1);
  });

  test('a file that is late comes when it is ready', async () => {
    const late = { ...activity({}, await zipped('garmin-fenix-5-run.fit')), fileReadyFrom: START + 10 * MINUTE };
    const { clock, source } = await openGarmin([late]);
    expect(await source.download(RUN)).toMatchObject({ kind: 'not-ready' });
    clock.advance(10 * MINUTE);
    expect(await source.download(RUN)).toMatchObject({ kind: 'files', files: [{ format: 'fit' }] });
  });

  test('what has no format is waited for during the first hour only', async () => {
    const arrived = { startTimeGMT: '2026-11-20 12:00:00' };
    const { clock, source } = await openGarmin([activity(arrived)]);
    clock.advance(HOUR - 1);
    expect(await source.download(RUN)).toMatchObject({ kind: 'not-ready' });
    clock.advance(1);
    expect(await source.download(RUN)).toEqual({ kind: 'absent', detail: expect.stringContaining('no file') });
  });

  test('an activity that Garmin does not know is not written off', async () => {
    const { source } = await openGarmin();
    expect(await source.download(RUN)).toMatchObject({ kind: 'not-ready' });
  });

  test('a recorded detail with a format is waited for', async () => {
    const detail = (await jsonFixture('activity-detail-2026.json')) as Record<string, unknown>;
    const { source, clock } = await openGarmin([{ ...activity(), detail }]);
    clock.advance(24 * HOUR);
    expect(await source.download(RUN)).toMatchObject({ kind: 'not-ready' });
  });

  test('outages of the server are trouble, not a missing file', async () => {
    const { source, garmin } = await openGarmin([activity({ manualActivity: true })]);
    for (const effect of [answer(503), answer(500, HTML), answer(502, HTML)])
      garmin.faults.add({ path: DOWNLOAD, effect });
    for (const status of [503, 500, 502]) {
      expect(await failure(source.download(RUN))).toMatchObject({ code: 'SERVICE_TROUBLE', status });
    }
  });
});

describe('files that can never be used', () => {
  async function problem(download: Promise<Download>): Promise<string> {
    const error = await failure(download);
    expect(error).toBeInstanceOf(FileError);
    return (error as FileError).code;
  }

  test('forbidden', async () => {
    expect(await problem(downloadOf({ kind: 'forbidden' }))).toBe('FILE_FORBIDDEN');
  });

  test('a FIT that ends too early', async () => {
    expect(await problem(downloadOf(await zipped('activity-unexpected-eof.fit')))).toBe('FILE_BROKEN');
    const cut = (await readDataFile('activity-small-fenix2-run.fit')).subarray(0, 60_000);
    expect(await problem(downloadOfFile('a.fit', cut))).toBe('FILE_BROKEN');
  });

  test('a FIT with a wrong check sum', async () => {
    expect(await problem(downloadOfFile('a.fit', await fixture('activity-filecrc.fit')))).toBe('FILE_BROKEN');
    const flipped = Buffer.from(await readDataFile('garmin-fenix-5-run.fit'));
    flipped.writeUInt8(flipped.readUInt8(2_000) ^ 0xff, 2_000);
    expect(await problem(downloadOfFile('a.fit', flipped))).toBe('FILE_BROKEN');
  });

  test("a FIT of a day's steps", async () => {
    const download = downloadOfFile('a.fit', await fixture('MonitoringFile.fit'));
    expect(await problem(download)).toBe('FILE_NOT_AN_ACTIVITY');
  });

  test('a zip that is cut short, and something that is no zip', async () => {
    const whole = await zip([{ name: 'a.fit', bytes: await readDataFile('garmin-fenix-5-run.fit') }]);
    const half = { kind: 'raw', bytes: whole.subarray(0, whole.length / 2) } as const;
    expect(await problem(downloadOf(half))).toBe('FILE_BROKEN');
    const bare = { kind: 'raw', bytes: await readDataFile('garmin-fenix-5-run.fit') } as const;
    expect(await problem(downloadOf(bare))).toBe('FILE_BROKEN');
  });

  test('a zip without a recording', async () => {
    expect(await problem(downloadOf({ kind: 'zip', entries: [] }))).toBe('FILE_NOT_AN_ACTIVITY');
    expect(await problem(downloadOfFile('a.txt', Buffer.from('x')))).toBe('FILE_NOT_AN_ACTIVITY');
    expect(await problem(downloadOfFile('empty.fit', Buffer.alloc(0)))).toBe('FILE_NOT_AN_ACTIVITY');
  });

  test('a zip with a symbolic link', async () => {
    const bytes = rawZip({ name: 'a.fit', content: '/etc/passwd', mode: SYMLINK });
    expect(await problem(downloadOf({ kind: 'raw', bytes }))).toBe('FILE_UNSAFE');
  });
});

/** What fails in the same way for both calls. */
describe.each([
  ['list', LIST, ({ source }: GarminBench) => source.list(PAGE)],
  ['download', DOWNLOAD, ({ source }: GarminBench) => source.download(RUN)],
] as const)('trouble during the %s', (_what, path, call) => {
  async function failureOf(effect: FaultEffect, options: { timeout?: number } = {}): Promise<unknown> {
    const bench = await openGarmin([activity({}, await zipped('garmin-fenix-5-run.fit'))], options);
    bench.garmin.faults.add({ path, effect });
    const error = await failure(call(bench));
    expect(bench.garmin.count('GET', path)).toBe(1);
    return error;
  }

  test.each([
    ['seconds', '14', START + 14 * SECOND],
    ['a date', 'Fri, 20 Nov 2026 12:02:00 GMT', START + 2 * MINUTE],
    ['rubbish', 'later', START + 15 * MINUTE],
  ])('429 with Retry-After: %s', async (_kind, header, until) => {
    const error = await failureOf(answer(429, HTML, { 'Retry-After': header }));
    expect(error).toBeInstanceOf(RateLimitedError);
    expect(error).toMatchObject({ service: 'garmin', until });
  });

  test('429 without Retry-After', async () => {
    expect(await failureOf(answer(429))).toMatchObject({ code: 'RATE_LIMITED', until: START + 15 * MINUTE });
  });

  test('503', async () => {
    const error = await failureOf(answer(503));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ service: 'garmin', status: 503, outcome: 'unknown' });
  });

  test.each([402, 403])('%i with a web page: this machine is blocked', async (status) => {
    const error = await failureOf(answer(status, HTML));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status, outcome: 'refused', message: expect.stringContaining('blocks') });
  });

  test.each([HTML, '\n<html><body></body></html>', ''])('status 200 with %j instead of data', async (body) => {
    const error = await failureOf(answer(200, body));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({
      status: 200,
      message: expect.stringContaining(body ? 'web page' : 'nothing usable'),
    });
  });

  test('status 200 with JSON of another kind', async () => {
    expect(await failureOf(answer(200, { error: { 'status-code': '429' } }))).toMatchObject({
      code: 'SERVICE_TROUBLE',
      status: 200,
    });
  });

  test.each(['reset', 'lose-answer', 'truncate'] as const)('connection: %s', async (kind) => {
    const error = await failureOf({ kind });
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ service: 'garmin', status: null, outcome: 'unknown' });
  });

  test('a socket that hangs', async () => {
    const error = await failureOf({ kind: 'hang' }, { timeout: 50 });
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status: null, message: 'Garmin did not answer in time.' });
  });

  test('a redirect is not followed', async () => {
    const other = await openGarmin();
    const error = await failureOf(answer(302, '', { Location: `${other.garmin.url}/elsewhere` }));
    expect(error).toBeInstanceOf(ServiceError);
    expect(error).toMatchObject({ status: 302 });
    expect(other.garmin.requests).toEqual([]);
  });

  test('a bearer that is refused once is replaced once', async () => {
    const bench = await ready(await openGarmin([activity({}, await zipped('garmin-fenix-5-run.fit'))]));
    const before = bench.garmin.count('GET', path);
    bench.garmin.expireBearers();
    await call(bench);
    expect(bench.garmin.count('GET', path)).toBe(before + 2);
    expect(bench.exchanges()).toBe(2);
    await call(bench);
    expect(bench.exchanges()).toBe(2);
  });

  test('a bearer that is refused again needs a person', async () => {
    const bench = await ready(await openGarmin([activity()]));
    bench.garmin.faults.add({ path, effect: answer(401), times: 9 });
    const before = bench.garmin.count('GET', path);
    const error = await failure(call(bench));
    expect(error).toBeInstanceOf(AuthRequiredError);
    expect(error).toMatchObject({ code: 'GARMIN_AUTH_REJECTED' });
    expect(bench.garmin.count('GET', path)).toBe(before + 2);
    expect(bench.exchanges()).toBe(2);
  });

  test('the call after a failed one succeeds', async () => {
    const bench = await openGarmin([activity({}, await zipped('garmin-fenix-5-run.fit'))]);
    for (const effect of [answer(503), answer(429), { kind: 'reset' } as const])
      bench.garmin.faults.add({ path, effect });
    for (let failed = 0; failed < 3; failed += 1) await failure(call(bench));
    await call(bench);
    expect(bench.garmin.count('GET', path)).toBe(4);
  });
});

test('a list whose address has moved is named', async () => {
  const { garmin, source } = await openGarmin();
  garmin.faults.add({ path: LIST, effect: answer(404) });
  expect(await failure(source.list(PAGE))).toMatchObject({
    code: 'SERVICE_TROUBLE',
    status: 404,
    outcome: 'refused',
    hint: expect.stringContaining('G2S_GARMIN_PERSONAL_API_URL'),
  });
});

test('a download leaves nothing in the temporary folder, however it ends', async () => {
  const temporary = await temporaryFolder();
  vi.stubEnv('TMPDIR', temporary);
  onTestFinished(() => void vi.unstubAllEnvs());
  const { garmin, source } = await openGarmin([activity({}, await zipped('garmin-fenix-5-run.fit'))]);
  const during: number[] = [];
  const onHit = () => void during.push(readdirSync(temporary).length);
  const effects: readonly FaultEffect[] = [
    answer(429),
    answer(403),
    answer(200, HTML),
    { kind: 'reset' },
    { kind: 'truncate' },
  ];
  for (const effect of effects) garmin.faults.add({ path: DOWNLOAD, effect, onHit });
  for (const _ of effects) await failure(source.download(RUN));
  expect(await source.download(RUN)).toMatchObject({ kind: 'files' });
  garmin.add(activity({}, await zipped('activity-unexpected-eof.fit')));
  await failure(source.download(RUN));
  garmin.add(activity({ manualActivity: true }));
  expect(await source.download(RUN)).toMatchObject({ kind: 'absent' });
  expect(during).toEqual([1, 1, 1, 1, 1]);
  expect(await readdir(temporary)).toEqual([]);
});

test('two downloads at once do not get into each other’s way', async () => {
  const { source } = await openGarmin([
    activity({ activityId: 1 }, await zipped('garmin-fenix-5-run.fit')),
    activity({ activityId: 2 }, await zipped('aare-ride.tcx')),
  ]);
  const downloads = await Promise.all(['1', '2', '1'].map((id) => source.download({ id })));
  expect(downloads).toMatchObject([
    { files: [{ format: 'fit' }] },
    { files: [{ format: 'tcx' }] },
    { files: [{ format: 'fit' }] },
  ]);
});

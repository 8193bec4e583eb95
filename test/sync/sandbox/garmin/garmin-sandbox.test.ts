import { readFile } from 'node:fs/promises';
import { Decoder, Stream } from '@garmin/fitsdk';
import { expect, onTestFinished, test } from 'vitest';
import { demoAccount } from '../../../../src/sync/sandbox/garmin/demo-account.ts';
import { startGarminSandbox } from '../../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { DAY, HOUR } from '../../../../src/sync/time.ts';
import { fenixRide, fenixRun } from '../../../support/bench.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { NOON } from '../../../support/records.ts';

const LIST = '/activitylist-service/activities/search/activities';

async function open(...activities: Parameters<typeof startGarminSandbox>[0]['activities'] & object) {
  const clock = manualClock(NOON);
  const garmin = await startGarminSandbox({ clock, activities });
  onTestFinished(() => garmin.close());
  const exchange = (key = garmin.apiKey) =>
    fetch(`${garmin.url}/personalapitoken-service/personal-api/personal-api-key/token`, {
      method: 'POST',
      headers: { Authorization: `ApiKey ${key}` },
    });
  const { access_token: bearer } = (await (await exchange()).json()) as { access_token: string };
  const get = (path: string) => fetch(`${garmin.url}${path}`, { headers: { Authorization: `Bearer ${bearer}` } });
  const list = async (query = '') => (await (await get(`${LIST}${query}`)).json()) as Record<string, unknown>[];
  return { clock, garmin, exchange, get, list };
}

async function recorded(name: string): Promise<unknown> {
  return JSON.parse(await readFile(new URL(`../../../fixtures/garmin/${name}`, import.meta.url), 'utf8'));
}

test('a key is exchanged for a bearer of a day, a wrong or revoked one is not', async () => {
  const { clock, garmin, exchange, get } = await open();
  const answer: unknown = await (await exchange()).json();
  expect(Object.keys(answer as object)).toEqual(
    Object.keys((await recorded('personal-api-token.http200.ASSUMED.json')) as object),
  );
  expect((await exchange('wrong')).status).toBe(401);
  garmin.settings.keyRevoked = true;
  expect((await exchange()).status).toBe(401);
  expect((await get(LIST)).status).toBe(200);
  clock.advance(DAY);
  const late = await get(LIST);
  expect(late.status).toBe(401);
  expect(late.headers.get('www-authenticate')).toContain('error="invalid_token"');
});

test('the list: newest local start first, pages, days, an empty page past the end, limits', async () => {
  const { get, list } = await open(await fenixRun(), await fenixRide());
  expect((await list()).map((row) => row.activityId)).toEqual([10000000002, 10000000001]);
  expect(await list('?start=1&limit=1')).toMatchObject([{ activityId: 10000000001 }]);
  expect(await list('?start=2')).toEqual([]);
  expect(await list('?startDate=2017-06-12')).toHaveLength(1);
  expect(await list('?endDate=2017-06-11')).toHaveLength(1);
  expect((await get(`${LIST}?limit=1001`)).status).toBe(400);
  expect((await get(`${LIST}?start=x`)).status).toBe(404);
});

test('rows have the keys of recorded rows, in both shapes', async () => {
  const { garmin, list } = await open(...(await demoAccount()).garmin);
  const known = async (name: string) =>
    new Set(((await recorded(name)) as object[]).flatMap((row) => Object.keys(row)));
  for (const shape of ['2026', '2021'] as const) {
    garmin.settings.listShape = shape;
    const keys = new Set((await list()).flatMap((row) => Object.keys(row)));
    // Garmin leaves the description out of rows that have none, as all recorded ones of 2026 do.
    const foreign = [...keys].filter((key) => !['manualActivity', 'summarizedDiveInfo', 'description'].includes(key));
    const recordedKeys = await known(`activities-list-${shape}.json`);
    expect(foreign.filter((key) => !recordedKeys.has(key))).toEqual([]);
  }
  expect((await list())[0]).toHaveProperty('description', null);
});

test('the detail has keys of the recorded one', async () => {
  const { get } = await open(await fenixRun());
  const detail = (await (await get('/activity-service/activity/10000000001')).json()) as Record<string, object>;
  const original = (await recorded('activity-detail-2026.json')) as Record<string, object>;
  for (const part of Object.keys(detail)) expect(original).toHaveProperty(part);
  for (const key of Object.keys(detail.metadataDTO ?? {})) expect(original.metadataDTO).toHaveProperty(key);
});

test('what cannot be downloaded is refused with the recorded words', async () => {
  const { get } = await open(
    await fenixRun({ original: { kind: 'none', status: 404 } }),
    await fenixRide({ original: { kind: 'none', status: 500 } }),
    await fenixRide({ original: { kind: 'forbidden' }, row: { activityId: 3 } }),
  );
  const body = async (id: number) => (await get(`/download-service/files/activity/${id}`)).json() as Promise<unknown>;
  expect(await body(10000000001)).toEqual(await recorded('api-manual-activity-download.http404.json'));
  expect(await body(10000000002)).toEqual(await recorded('api-manual-activity-download.http500.json'));
  expect(await body(3)).toEqual(await recorded('api-download-not-owner.http403.json'));
});

test('a zip carries its sizes behind the data, as Garmin’s do', async () => {
  const { get } = await open(await fenixRun());
  const zip = Buffer.from(await (await get('/download-service/files/activity/10000000001')).arrayBuffer());
  const flags = (bytes: Buffer) => bytes.readUInt16LE(6) & 0b1000;
  expect(flags(zip)).toBe(
    flags(await readFile(new URL('../../../fixtures/garmin/original-download.zip', import.meta.url))),
  );
});

test('a late watch and a file that takes its time', async () => {
  const { clock, get, list } = await open(
    await fenixRun({ availableFrom: NOON + HOUR }),
    await fenixRide({ fileReadyFrom: NOON + HOUR }),
  );
  const status = async () => (await get('/download-service/files/activity/10000000002')).status;
  expect([await list(), await status()]).toMatchObject([[{ activityId: 10000000002 }], 404]);
  clock.advance(HOUR);
  expect(await list()).toHaveLength(2);
  expect(await status()).toBe(200);
});

test('the demo account tells of each recording what the recording says itself', async () => {
  const { garmin } = await demoAccount();
  expect(garmin.length).toBeGreaterThanOrEqual(8);
  const starts = garmin.flatMap(({ row, original }) => {
    const [entry] = original.kind === 'zip' ? original.entries : [];
    if (!entry?.name.endsWith('.fit')) return [];
    const { messages } = new Decoder(Stream.fromBuffer(Buffer.from(entry.bytes))).read();
    const start = messages.sessionMesgs?.[0]?.startTime;
    return [[row.startTimeGMT, start instanceof Date ? start.toISOString().slice(0, 19).replace('T', ' ') : null]];
  });
  expect(starts).toHaveLength(7);
  for (const [listed, inFile] of starts) expect(listed).toBe(inFile);
});

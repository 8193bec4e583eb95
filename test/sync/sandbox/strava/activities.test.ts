import { describe, expect, test } from 'vitest';
import { type Bench, openBench } from './bench.ts';

const HOUR = 3_600_000;
const BASE = Date.parse('2026-11-01T12:00:00Z');

/** Activities an hour apart, added in no order. */
function fill({ strava }: Bench, count: number): void {
  const hours = Array.from({ length: count }, (_, index) => (index * 7) % count);
  for (const hour of hours) strava.addActivity({ startTime: BASE + hour * HOUR, name: `hour ${hour}` });
}

const names = (rows: readonly Record<string, unknown>[]) => rows.map((row) => row['name']);
const epoch = (hour: number) => (BASE + hour * HOUR) / 1_000;

describe('the list', () => {
  test.each([
    ['', ['hour 4', 'hour 3', 'hour 2', 'hour 1', 'hour 0']],
    [`?after=${epoch(1)}`, ['hour 2', 'hour 3', 'hour 4']],
    [`?before=${epoch(3)}`, ['hour 2', 'hour 1', 'hour 0']],
    [`?after=${epoch(0)}&before=${epoch(4)}`, ['hour 3', 'hour 2', 'hour 1']],
    ['?per_page=2&page=2', ['hour 2', 'hour 1']],
  ])('with "%s" is %s', async (query, expected) => {
    const bench = await openBench();
    fill(bench, 5);
    expect(names(await bench.list(query))).toEqual(expected);
  });

  test('has pages of thirty unless asked, of two hundred at most, and an empty one at the end', async () => {
    const bench = await openBench();
    fill(bench, 205);
    const sizes = [];
    for (const query of ['', '?per_page=200', '?per_page=500', '?per_page=200&page=2', '?per_page=200&page=3']) {
      sizes.push((await bench.list(query)).length);
    }
    expect(sizes).toEqual([30, 200, 200, 5, 0]);
  });

  test('tells the local time with a Z that is not true', async () => {
    const { list, strava } = await openBench();
    strava.addActivity({ startTime: BASE, utcOffset: -4.5 * 3_600 });
    expect(await list()).toMatchObject([
      {
        start_date: '2026-11-01T12:00:00Z',
        start_date_local: '2026-11-01T07:30:00Z',
        timezone: '(GMT-04:30) Etc/Unknown',
        utc_offset: -16_200,
      },
    ]);
  });

  test('tells local midnight and one second where the athlete hides the start', async () => {
    const { list, strava } = await openBench();
    strava.addActivity({ startTime: BASE, utcOffset: 3_600, hiddenStart: true });
    expect(await list()).toMatchObject([
      { start_date: '2026-10-31T23:00:01Z', start_date_local: '2026-11-01T00:00:01Z' },
    ]);
    expect(strava.activities).toMatchObject([{ startTime: BASE }]);
  });

  test('has the origin of an activity that came by another way', async () => {
    const { call, list, strava } = await openBench();
    strava.addActivity({
      startTime: BASE,
      externalId: 'garmin_ping_492266071674',
      deviceName: 'Garmin Forerunner 945',
    });
    strava.addActivity({ startTime: BASE - HOUR, manual: true, sportType: 'TrailRun' });

    const [pushed = {}, typed = {}] = await list();
    expect(pushed).toMatchObject({ external_id: 'garmin_ping_492266071674', device_name: 'Garmin Forerunner 945' });
    expect((await call(`/uploads/${pushed['upload_id_str']}`)).status).toBe(404);
    expect(typed).toMatchObject({
      external_id: null,
      upload_id: null,
      manual: true,
      type: 'Run',
      sport_type: 'TrailRun',
    });
    expect(typed).not.toHaveProperty('device_name');
    expect(typed).not.toHaveProperty('upload_id_str');
  });

  test('hides what only the athlete sees from tokens without activity:read_all', async () => {
    const { call, list, strava } = await openBench();
    const id = strava.addActivity({ startTime: BASE, visibility: 'only_me' });
    strava.addActivity({ startTime: BASE - HOUR, visibility: 'followers_only' });
    const { accessToken } = strava.issueTokens(['activity:read', 'activity:write']);

    expect((await list()).map((row) => row['visibility'])).toEqual(['only_me', 'followers_only']);
    expect((await list('', accessToken)).map((row) => row['visibility'])).toEqual(['followers_only']);
    expect((await call(`/activities/${id}`)).body).toMatchObject({ private: true });
    expect((await call(`/activities/${id}`, {}, accessToken)).status).toBe(404);
    expect((await call(`/activities/${id}`, { method: 'PUT' }, accessToken)).status).toBe(404);
  });

  test('no longer has what the athlete deleted, and the API cannot delete', async () => {
    const { call, list, strava } = await openBench();
    const id = strava.addActivity({ startTime: BASE });

    expect((await call(`/activities/${id}`, { method: 'DELETE' })).status).toBe(404);
    expect(await list()).toHaveLength(1);
    strava.removeActivity(id);
    expect(await list()).toEqual([]);
    expect((await call(`/activities/${id}`)).status).toBe(404);
  });
});

describe('a change', () => {
  const json = (body: unknown) => ({
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

  test('in JSON applies everything that can be changed, and nothing else', async () => {
    const { call, strava } = await openBench();
    const id = strava.addActivity({ startTime: BASE, gearId: 'g1' });

    const answer = await call(
      `/activities/${id}`,
      json({
        name: 'New',
        description: 'Text',
        sport_type: 'Hike',
        type: 'Swim',
        gear_id: 'none',
        trainer: true,
        commute: true,
        hide_from_home: true,
        visibility: 'only_me',
        distance: 1,
        nonsense: {},
      }),
    );
    const expected = {
      name: 'New',
      description: 'Text',
      sportType: 'Hike',
      gearId: null,
      trainer: true,
      commute: true,
    };
    expect(strava.activities).toMatchObject([
      { ...expected, hideFromHome: true, visibility: 'everyone', distance: 5_000 },
    ]);
    expect(answer).toMatchObject({
      status: 200,
      body: { name: 'New', description: 'Text', sport_type: 'Hike', gear_id: null, hide_from_home: true },
    });
  });

  test('in a form applies texts, but no boolean', async () => {
    const { call, strava } = await openBench();
    const id = strava.addActivity({ startTime: BASE });
    const body = new URLSearchParams({ name: 'New', gear_id: 'b7', commute: 'true', hide_from_home: '1' });
    await call(`/activities/${id}`, { method: 'PUT', body });
    expect(strava.activities).toMatchObject([{ name: 'New', gearId: 'b7', commute: false, hideFromHome: false }]);
  });

  test.each([
    ['an unknown activity', '/activities/1', json({ name: 'New' }), 404],
    ['a sport that Strava does not have', '', json({ sport_type: 'Other' }), 400],
    ['broken JSON', '', { ...json({}), body: '{"name":' }, 400],
  ])('is refused with %s', async (_what, path, init, status) => {
    const { call, strava } = await openBench();
    const id = strava.addActivity({ startTime: BASE, name: 'Old' });
    expect((await call(path || `/activities/${id}`, init)).status).toBe(status);
    expect(strava.activities).toMatchObject([{ name: 'Old' }]);
  });

  test('wants activity:write', async () => {
    const { call, strava } = await openBench();
    const { accessToken } = strava.issueTokens(['activity:read_all']);
    expect((await call('/activities/1', json({}), accessToken)).status).toBe(401);
  });
});

test('the start page and the state tell what is there', async () => {
  const { strava, upload } = await openBench();
  strava.addActivity({ startTime: BASE, name: '<b>Run</b>' });
  await upload({ file: new Uint8Array([1]), data_type: 'fit', external_id: 'garmin_1' });

  const page = await (await fetch(strava.url)).text();
  expect(page).toContain('1 activities, 1 uploads, 1 of them still being processed.');
  expect(page).toContain('&#60;b&#62;Run');
  const state = await (await fetch(`${strava.url}/sandbox/state`)).json();
  expect(state).toMatchObject({
    activities: [{ name: '<b>Run</b>' }],
    uploads: [{ externalId: 'garmin_1', state: 'processing' }],
    quota: { overall: { quarterHour: 1, day: 1 }, read: { quarterHour: 0, day: 0 } },
  });
});

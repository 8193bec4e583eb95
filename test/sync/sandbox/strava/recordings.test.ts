import { expect, test } from 'vitest';
import { type Answer, answerOf, type Json, openBench, sandboxFile } from './bench.ts';
import { observed, recorded, recordedRow } from './recordings.ts';

/** What Strava tells from sensors, photos and segments; the stand-in has none of it. */
const NOT_TOLD = new Set(
  `average_cadence average_temp average_heartrate max_heartrate elev_high elev_low suffer_score gear stats_visibility
  embed_token similar_activities laps start_latitude start_longitude`.split(/\s+/),
);

/** Same keys and types; null fits everything, as it does at Strava. */
function expectShape(ours: Json, theirs: Json, newer: readonly string[] = []): void {
  const expected = Object.keys(theirs).filter((key) => !NOT_TOLD.has(key));
  expect(Object.keys(ours).filter((key) => !newer.includes(key))).toEqual(expect.arrayContaining(expected));
  for (const key of expected) {
    if (ours[key] !== null && theirs[key] !== null) expect([key, kind(ours[key])]).toEqual([key, kind(theirs[key])]);
  }
}

function kind(value: unknown): string {
  return Array.isArray(value) ? 'array' : typeof value;
}

function expectSame(ours: Answer, theirs: { readonly status?: unknown; readonly body: Json }, ids: Json = {}): void {
  expect(ours.status).toBe(theirs.status);
  expect(ours.body).toEqual({ ...theirs.body, ...ids });
}

test('an upload is processed, then ready, as it was recorded', async () => {
  const { call, strava, upload } = await openBench({ processingMs: 0, pollsUntilReady: 1 });
  const file = await sandboxFile('aare-ride.tcx');

  const posted = await upload({ file, filename: '17611540601.tcx', data_type: 'tcx' });
  const { id, id_str } = posted.body;
  expectSame(posted, recorded('client/create_upload.yml', 0), { id, id_str });
  expectSame(await call(`/uploads/${id_str}`), recorded('client/create_upload.yml', 1), { id, id_str });
  const ready = await call(`/uploads/${id_str}`);
  const activity_id = Number(strava.activities[0]?.id);
  expectSame(ready, recorded('client/create_upload.yml', 2), { id, id_str, activity_id });
});

test('the second copy of a file is a duplicate in the words that were recorded', async () => {
  const { call, strava, upload, uploaded } = await openBench({ processingMs: 0 });
  const file = await sandboxFile('aare-ride.tcx');
  await uploaded({ file, data_type: 'tcx' });

  const { id, id_str } = (await upload({ file, filename: '17611540601.tcx', data_type: 'tcx' })).body;
  const theirs = recorded('client/create_upload_file_with_error.yml', 2);
  const error = String(theirs.body['error']).replace('8319193780', strava.activities[0]?.id ?? '');
  expectSame(await call(`/uploads/${id_str}`), theirs, { id, id_str, error });
});

test('the external id of an upload gets the extension, as it was recorded', async () => {
  const { uploaded } = await openBench();
  const file = await sandboxFile('aare-ride.tcx');

  const ready = await uploaded({ file, data_type: 'tcx', external_id: 'strava-ruby-client-upload-1' });
  expect(ready['external_id']).toBe(recorded('client/upload.yml').body['external_id']);
});

test.each(['client/athlete_activities.yml', 'client/athlete_activities_december_2018.yml'])(
  'rows of the list are shaped like those of %s',
  async (name) => {
    const { list, strava } = await openBench();
    const theirs = recordedRow(name);
    await fillFrom(strava, theirs);

    const [ours = {}] = await list();
    expectShape(ours, theirs);
    const told = ['name', 'distance', 'moving_time', 'elapsed_time', 'type', 'sport_type', 'external_id', 'utc_offset'];
    for (const key of [...told, 'start_date', 'start_date_local', 'visibility', 'private', 'manual']) {
      expect([key, ours[key]]).toEqual([key, theirs[key]]);
    }
  },
);

async function fillFrom({ addActivity }: Awaited<ReturnType<typeof openBench>>['strava'], row: Json): Promise<void> {
  addActivity({
    name: String(row['name']),
    startTime: Date.parse(String(row['start_date'])),
    utcOffset: Number(row['utc_offset']),
    distance: Number(row['distance']),
    movingTime: Number(row['moving_time']),
    elapsedTime: Number(row['elapsed_time']),
    externalId: String(row['external_id']),
  });
}

test('an uploaded activity has the upload id in both recorded forms', async () => {
  const { list, uploaded } = await openBench();
  const upload = await uploaded({ file: await sandboxFile('garmin-fenix-5-run.fit'), data_type: 'fit' });

  const [row = {}] = await list();
  expect(row).toMatchObject({ upload_id: upload['id'], upload_id_str: upload['id_str'] });
  expectShape(row, recordedRow('client/athlete_activities.yml'), ['device_name']);
});

test.each([
  ['client/create_activity.yml', 'GET'],
  ['client/update_activity.yml', 'PUT'],
])('a single activity is shaped like %s', async (name, method) => {
  const { call, strava } = await openBench();
  const id = strava.addActivity({ startTime: Date.parse('2025-10-18T23:04:26Z'), manual: true });

  const ours = await call(`/activities/${id}`, { method });
  expect(ours.status).toBe(200);
  expectShape(ours.body, recorded(name).body);
});

test('the athlete, and the token exchange with her in it, are shaped like the recordings', async () => {
  const { call, strava } = await openBench();
  const theirs = recorded('oauth/token_authorization_code.yml').body;
  expectShape((await call('/athlete')).body, theirs['athlete'] as Json);

  const consent = await fetch(
    `${strava.oauthUrl}/authorize?client_id=${strava.app.clientId}&redirect_uri=http://localhost:1/&response_type=code&scope=read`,
    { redirect: 'manual' },
  );
  const code = new URL(consent.headers.get('location') ?? '').searchParams.get('code') ?? '';
  const ours = await token({ ...credentials(strava), grant_type: 'authorization_code', code }, strava.oauthUrl);
  expect(ours.status).toBe(200);
  expect(Object.keys(ours.body).sort()).toEqual(Object.keys(theirs).sort());
  expectShape(ours.body, theirs);
  expectShape(ours.body['athlete'] as Json, theirs['athlete'] as Json);
  expect(ours.body['expires_in']).toBe(theirs['expires_in']);
});

test('a refresh has the recorded keys', async () => {
  const { strava } = await openBench();
  const { refreshToken } = strava.issueTokens();
  const ours = await token(
    { ...credentials(strava), grant_type: 'refresh_token', refresh_token: refreshToken },
    strava.oauthUrl,
  );
  const theirs = observed('token_200_refresh');
  expect(ours.status).toBe(200);
  expect(Object.keys(ours.body).sort()).toEqual(Object.keys(theirs.body).sort());
  expectShape(ours.body, theirs.body);
  expect(ours.headers.has('x-ratelimit-limit')).toBe(false);
});

test('the token endpoint refuses with the observed bodies', async () => {
  const { strava } = await openBench();
  const ask = (fields: Record<string, string>) => token({ ...credentials(strava), ...fields }, strava.oauthUrl);
  const refresh = { grant_type: 'refresh_token', refresh_token: 'unknown' };

  expectSame(await ask({ client_id: '1' }), recorded('oauth/token_invalid_client.yml'));
  expectSame(await ask({ client_secret: 'wrong' }), { status: 400, body: observed('token_400_secret').body });
  expectSame(await ask({ grant_type: 'authorization_code', code: 'unknown' }), observed('token_400_code'));
  expectSame(await ask(refresh), observed('token_400_refresh'));
});

test('the API refuses with the observed bodies', async () => {
  const { call, strava } = await openBench();
  const { accessToken: mayRead } = strava.issueTokens(['activity:read']);
  const { accessToken: mayWrite } = strava.issueTokens(['activity:write']);

  expectSame(await call('/athlete', {}, 'unknown'), observed('error_401_token'));
  expectSame(await call('/uploads', { method: 'POST' }, mayRead), observed('error_401_scope_write'));
  expectSame(await call('/athlete/activities', {}, mayWrite), observed('error_401_scope_read'));
  expectSame(await call('/activities/1'), observed('error_404'));
  strava.settings.readLimit = { quarterHour: 0, day: 0 };
  expectSame(await call('/athlete'), observed('error_429_current'));
  strava.settings.readLimit = { quarterHour: 100, day: 100 };
  strava.settings.inactive = true;
  expectSame(await call('/athlete'), observed('error_403_inactive'));
});

function credentials({ app }: { readonly app: { readonly clientId: string; readonly clientSecret: string } }) {
  return { client_id: app.clientId, client_secret: app.clientSecret };
}

async function token(fields: Record<string, string>, oauthUrl: string): Promise<Answer> {
  return answerOf(await fetch(`${oauthUrl}/token`, { method: 'POST', body: new URLSearchParams(fields) }));
}

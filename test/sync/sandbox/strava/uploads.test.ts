import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { answerOf, openBench } from './bench.ts';
import { fitFile } from './fit-file.ts';
import { observed } from './recordings.ts';

const RUN = fitFile({ startTime: '2026-11-20T06:30:00Z', elapsed: 1_800, timer: 1_700, distance: 5_012.5 });
const OTHER_RUN = fitFile({ startTime: '2026-11-19T06:30:00Z' });

describe('processing', () => {
  test('takes its time by the clock, and nobody has to ask for the activity to appear', async () => {
    const { clock, list, strava, upload } = await openBench();
    await upload({ file: RUN, data_type: 'fit' });

    clock.advance(1_499);
    expect(await list()).toEqual([]);
    expect(strava.uploads).toMatchObject([{ state: 'processing', activityIds: [] }]);
    clock.advance(1);
    expect(await list()).toMatchObject([{ start_date: '2026-11-20T06:30:00Z' }]);
    expect(strava.uploads).toMatchObject([{ state: 'ready', activityIds: [strava.activities[0]?.id] }]);
  });

  test('lasts until it was polled as often as the switch says', async () => {
    const { call, strava, upload } = await openBench({ processingMs: 0, pollsUntilReady: 2 });
    const { id_str } = (await upload({ file: RUN, data_type: 'fit' })).body;

    const statuses = [];
    for (let poll = 0; poll < 3; poll += 1) statuses.push((await call(`/uploads/${id_str}`)).body['status']);
    expect(statuses).toEqual([
      'Your activity is still being processed.',
      'Your activity is still being processed.',
      'Your activity is ready.',
    ]);
    expect(strava.activities).toHaveLength(1);
  });

  test('goes by both switches at once', async () => {
    const { call, clock, list, upload } = await openBench({ processingMs: 60_000, pollsUntilReady: 1 });
    const { id_str } = (await upload({ file: RUN, data_type: 'fit' })).body;

    await call(`/uploads/${id_str}`);
    expect(await list()).toEqual([]);
    clock.advance(60_000);
    expect(await list()).toHaveLength(1);
  });

  test('an upload id that was never given is not found', async () => {
    const { call } = await openBench();
    expect(await call('/uploads/17')).toMatchObject({ status: 404, body: observed('error_404').body });
  });
});

describe('what is sent', () => {
  test('is kept as it was sent', async () => {
    const { strava, upload } = await openBench();
    await upload({
      file: RUN,
      filename: 'Läufe "1".fit',
      data_type: 'fit',
      external_id: 'garmin_1',
      name: 'Morgenlauf',
      description: 'Zwei Zeilen\nüber den See',
      sport_type: 'TrailRun',
      trainer: '1',
    });

    expect(strava.uploads).toMatchObject([
      {
        externalId: 'garmin_1',
        filename: 'Läufe "1".fit',
        dataType: 'fit',
        name: 'Morgenlauf',
        description: 'Zwei Zeilen\r\nüber den See',
        sportType: 'TrailRun',
        trainer: true,
        commute: false,
        size: RUN.byteLength,
        sha256: createHash('sha256').update(RUN).digest('hex'),
      },
    ]);
  });

  test('decides on name, description, sport and external id of the activity', async () => {
    const { strava, uploaded } = await openBench();
    await uploaded({
      file: RUN,
      data_type: 'fit',
      external_id: 'garmin_1',
      name: 'Morgenlauf',
      description: 'Über den See',
      sport_type: 'TrailRun',
      commute: '1',
    });

    expect(strava.activities).toMatchObject([
      {
        name: 'Morgenlauf',
        description: 'Über den See',
        sportType: 'TrailRun',
        externalId: 'garmin_1.fit',
        commute: true,
        elapsedTime: 1_800,
        movingTime: 1_700,
        distance: 5_012.5,
        uploadId: strava.uploads[0]?.id,
      },
    ]);
  });

  test('may leave the name to Strava', async () => {
    const { strava, uploaded } = await openBench();
    await uploaded({ file: RUN, data_type: 'fit' });
    expect(strava.activities).toMatchObject([{ name: 'Morning Run', externalId: 'activity.fit' }]);
  });

  test('may be packed', async () => {
    const { strava, uploaded } = await openBench();
    const ready = await uploaded({ file: gzipSync(RUN), data_type: 'fit.gz', external_id: 'garmin_1' });
    expect(ready).toMatchObject({ status: 'Your activity is ready.', external_id: 'garmin_1.fit.gz' });
    expect(strava.activities).toHaveLength(1);
  });

  test.each([
    ['no file', { data_type: 'fit' }, 'file'],
    ['no data type', { file: RUN }, 'data_type'],
    ['a data type that Strava does not have', { file: RUN, data_type: 'zip' }, 'data_type'],
    ['a data type that is no name of ours', { file: RUN, data_type: 'constructor' }, 'data_type'],
    ['a sport that Strava does not have', { file: RUN, data_type: 'fit', sport_type: 'Running' }, 'sport_type'],
  ])('is refused with %s', async (_what, fields, field) => {
    const { strava, upload } = await openBench();
    expect(await upload(fields)).toMatchObject({
      status: 400,
      body: { message: 'Bad Request', errors: [{ resource: 'Upload', field, code: 'invalid' }] },
    });
    expect(strava.uploads).toEqual([]);
  });

  test.each(['application/json', 'multipart/form-data', 'multipart/form-data; boundary=x'])(
    'is refused as %s that holds no file',
    async (type) => {
      const { call } = await openBench();
      const answer = await call('/uploads', { method: 'POST', headers: { 'content-type': type }, body: '{}' });
      expect(answer.status).toBe(400);
    },
  );

  test('is refused when it is larger than 64 MB', async () => {
    const { upload } = await openBench();
    const answer = await upload({ file: new Uint8Array(64 * 1024 * 1024), data_type: 'fit' });
    expect(answer.status).toBe(413);
  });

  test('ends up with the visibility that is the athlete’s default', async () => {
    const { strava, uploaded } = await openBench({ uploadVisibility: 'only_me' });
    await uploaded({ file: RUN, data_type: 'fit' });
    expect(strava.activities).toMatchObject([{ visibility: 'only_me' }]);
  });
});

describe('duplicates', () => {
  test('are found by the start time, whatever the file is called', async () => {
    const { strava, uploaded } = await openBench();
    const id = strava.addActivity({ startTime: Date.parse('2026-11-20T06:30:01Z'), externalId: 'garmin_ping_1' });

    expect(await uploaded({ file: RUN, filename: 'a.fit', data_type: 'fit', external_id: 'garmin_1' })).toMatchObject({
      error: `a.fit duplicate of activity ${id}`,
      status: 'There was an error processing your activity.',
      activity_id: null,
      external_id: null,
    });
    expect(strava.uploads).toMatchObject([{ state: 'duplicate', activityIds: [] }]);
    expect(strava.activities).toHaveLength(1);
  });

  test('are told with a link in the style of today', async () => {
    const { strava, uploaded } = await openBench({ duplicateStyle: 'html' });
    const id = strava.addActivity({ startTime: Date.parse('2026-11-20T06:30:00Z'), name: 'Up & down' });

    const error = String(observed('upload_200_duplicate_html')['error']);
    expect(await uploaded({ file: RUN, filename: 'Cycle-20250801-1655-54126.fit', data_type: 'fit' })).toMatchObject({
      error: error.replace('18106372042', id).replace('>Cycle<', '>Up &#38; down<'),
    });
  });

  test.each([
    ['another start', { startTime: Date.parse('2026-11-20T06:30:02Z') }],
    ['an entry by hand', { startTime: Date.parse('2026-11-20T06:30:00Z'), manual: true }],
  ])('are not %s', async (_what, held) => {
    const { strava, uploaded } = await openBench();
    strava.addActivity(held);
    expect((await uploaded({ file: RUN, data_type: 'fit' }))['error']).toBeNull();
  });

  test('are judged in the order of arrival', async () => {
    const { clock, strava, upload } = await openBench();
    await upload({ file: RUN, data_type: 'fit' });
    await upload({ file: RUN, data_type: 'fit' });
    clock.advance(1_500);
    expect(strava.uploads.map(({ state }) => state)).toEqual(['ready', 'duplicate']);
  });

  test('are none once the athlete deleted the first one', async () => {
    const { call, strava, uploaded } = await openBench();
    const first = await uploaded({ file: RUN, data_type: 'fit' });
    strava.removeActivity(String(first['activity_id']));

    expect((await call(`/uploads/${first['id_str']}`)).body).toMatchObject({
      status: observed('upload_200_deleted').body['status'],
      error: null,
      activity_id: null,
    });
    expect(await uploaded({ file: RUN, data_type: 'fit' })).toMatchObject({ status: 'Your activity is ready.' });
  });
});

describe('planned outcomes', () => {
  test('deleted: neither an activity nor an error', async () => {
    const { strava, uploaded } = await openBench();
    strava.settings.outcomes.set('garmin_1', 'deleted');

    const { id, id_str, ...rest } = observed('upload_200_deleted').body;
    expect(await uploaded({ file: RUN, data_type: 'fit', external_id: 'garmin_1' })).toMatchObject(rest);
    expect(strava.activities).toEqual([]);
  });

  test('malformed: a good file that Strava cannot read', async () => {
    const { strava, uploaded } = await openBench();
    strava.settings.outcomes.set('garmin_1', 'malformed');
    expect(await uploaded({ file: RUN, data_type: 'fit', external_id: 'garmin_1' })).toMatchObject({
      error: observed('upload_error_malformed')['error'],
    });
  });

  test('stuck: processed until the switch is taken back, and in nobody else’s way', async () => {
    const { call, clock, strava, uploaded } = await openBench();
    strava.settings.outcomes.set('garmin_1', 'stuck');
    const stuck = await uploaded({ file: RUN, data_type: 'fit', external_id: 'garmin_1' });
    clock.advance(3_600_000);
    expect(await uploaded({ file: OTHER_RUN, data_type: 'fit' })).toMatchObject({ status: 'Your activity is ready.' });

    expect(strava.uploads[0]).toMatchObject({ state: 'processing' });
    strava.settings.outcomes.delete('garmin_1');
    expect((await call(`/uploads/${stuck['id_str']}`)).body).toMatchObject({ status: 'Your activity is ready.' });
  });
});

test('an answer that is lost on the way leaves the upload there', async () => {
  const { strava, upload } = await openBench();
  strava.faults.add({ method: 'POST', path: /uploads$/, effect: { kind: 'lose-answer' } });
  await expect(upload({ file: RUN, data_type: 'fit', external_id: 'garmin_1' })).rejects.toThrow();
  expect(strava.uploads).toMatchObject([{ externalId: 'garmin_1' }]);
});

test('a token in the form is no token', async () => {
  const { strava } = await openBench();
  const body = new FormData();
  body.set('access_token', strava.issueTokens().accessToken);
  const answer = await answerOf(await fetch(`${strava.apiUrl}/uploads`, { method: 'POST', body }));
  expect(answer).toMatchObject({ status: 401, body: observed('error_401_token').body });
});

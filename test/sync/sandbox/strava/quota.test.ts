import { get } from 'node:http';
import { expect, test } from 'vitest';
import { type Answer, openBench } from './bench.ts';

const MINUTE = 60_000;
const usage = ({ headers }: Answer) => [headers.get('x-ratelimit-usage'), headers.get('x-readratelimit-usage')];

test('every call counts in both buckets, and the headers tell the limits', async () => {
  const { call } = await openBench();
  await call('/athlete');
  const answer = await call('/athlete/activities');
  expect(usage(answer)).toEqual(['2,2', '2,2']);
  expect(answer.headers.get('x-ratelimit-limit')).toBe('200,2000');
  expect(answer.headers.get('x-readratelimit-limit')).toBe('100,1000');
});

test('an upload counts in the overall bucket only, and its read usage is a lone comma', async () => {
  const { call, upload } = await openBench();
  expect(usage(await upload({}))).toEqual(['1,1', ',']);
  expect(usage(await call('/uploads/1'))).toEqual(['2,2', '1,1']);
});

test('the quarter hour ends on the clock, the day at midnight UTC', async () => {
  const { call, clock, strava } = await openBench();
  const { refreshToken } = strava.issueTokens();
  const callLater = async () => {
    const body = new URLSearchParams({
      client_id: strava.app.clientId,
      client_secret: strava.app.clientSecret,
      grant_type: 'refresh_token',
      refresh_token: refreshToken,
    });
    strava.settings.refreshRotation = 'same';
    const tokens = (await (await fetch(`${strava.oauthUrl}/token`, { method: 'POST', body })).json()) as object;
    return usage(await call('/athlete', {}, 'access_token' in tokens ? String(tokens.access_token) : ''));
  };

  expect(await callLater()).toEqual(['1,1', '1,1']);
  clock.advance(10 * MINUTE - 1); // 07:29:59.999
  expect(await callLater()).toEqual(['2,2', '2,2']);
  clock.advance(1);
  expect(await callLater()).toEqual(['1,3', '1,3']);
  clock.advance(16.5 * 60 * MINUTE - 1); // 23:59:59.999
  expect(await callLater()).toEqual(['1,4', '1,4']);
  clock.advance(1);
  expect(await callLater()).toEqual(['1,1', '1,1']);
});

test('reads are refused at their own limit, refused ones count, and uploads still pass', async () => {
  const { call, strava, upload } = await openBench();
  strava.settings.readLimit = { quarterHour: 1, day: 1_000 };

  expect((await call('/athlete')).status).toBe(200);
  const refused = await call('/athlete');
  expect(refused.status).toBe(429);
  expect(usage(refused)).toEqual(['2,2', '2,2']);
  expect((await upload({})).status).toBe(400);
});

test('the day has a limit of its own', async () => {
  const { call, clock, strava } = await openBench();
  strava.settings.readLimit = { quarterHour: 100, day: 1 };
  await call('/athlete');
  clock.advance(15 * MINUTE);
  const refused = await call('/athlete');
  expect(refused.status).toBe(429);
  expect(usage(refused)).toEqual(['1,2', '1,2']);
});

test('uploads are refused at the overall limit', async () => {
  const { strava, upload } = await openBench();
  strava.settings.overallLimit = { quarterHour: 1, day: 2_000 };
  expect((await upload({})).status).toBe(400);
  expect((await upload({})).status).toBe(429);
});

test('a call without a good token counts for nobody', async () => {
  const { call } = await openBench();
  expect(usage(await call('/athlete', {}, 'unknown'))).toEqual([null, null]);
  expect(usage(await call('/athlete'))).toEqual(['1,1', '1,1']);
});

test('the headers are spelled as Strava spells them', async () => {
  const { strava } = await openBench();
  const headers = { Authorization: `Bearer ${strava.issueTokens().accessToken}` };
  const names = await new Promise<string[]>((resolve, reject) => {
    get(`${strava.apiUrl}/athlete`, { headers }, (response) => {
      response.resume();
      resolve(response.rawHeaders.filter((_, index) => index % 2 === 0));
    }).once('error', reject);
  });
  expect(names).toEqual(
    expect.arrayContaining([
      'X-Ratelimit-Limit',
      'X-Ratelimit-Usage',
      'X-Readratelimit-Limit',
      'X-Readratelimit-Usage',
    ]),
  );
});

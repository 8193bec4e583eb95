import { expect, test } from 'vitest';
import type { Channel } from '../../../src/sync/notices/channels.ts';
import { recoveredNotice, stoppedNotice } from '../../../src/sync/notices/notice.ts';
import { postNotice } from '../../../src/sync/notices/post.ts';
import { START } from '../../support/bench.ts';
import { startWebhook } from '../../support/webhook.ts';

const STOPPED = stoppedNotice({ message: 'Run <b>broke</b> & ended.', hint: 'Run `garmin2strava auth`.' }, START);

async function send(channel: Omit<Channel, 'url'>, notice = STOPPED) {
  const webhook = await startWebhook();
  expect(await postNotice(globalThis.fetch, { ...channel, url: `${webhook.url}/topic` }, notice)).toBeNull();
  const [request] = webhook.received;
  const { title, priority, tags, authorization, 'content-type': type } = request?.headers ?? {};
  return { headers: { title, priority, tags, authorization, type }, body: request?.body };
}

test('webhook: all of it as JSON', async () => {
  expect(await send({ type: 'webhook', token: 'abc' })).toMatchInlineSnapshot(`
    {
      "body": "{"schemaVersion":1,"kind":"stopped","title":"garmin2strava has stopped","text":"Run <b>broke</b> & ended. No activity goes over to Strava since 2017-06-13 07:20 UTC; none is lost.","next":"Run \`garmin2strava auth\`."}",
      "headers": {
        "authorization": "Bearer abc",
        "priority": undefined,
        "tags": undefined,
        "title": undefined,
        "type": "application/json",
      },
    }
  `);
});

test('ntfy: title, priority and tags in headers', async () => {
  expect(await send({ type: 'ntfy' })).toMatchInlineSnapshot(`
    {
      "body": "Run <b>broke</b> & ended. No activity goes over to Strava since 2017-06-13 07:20 UTC; none is lost.
    Next: Run \`garmin2strava auth\`.",
      "headers": {
        "authorization": undefined,
        "priority": "high",
        "tags": "rotating_light",
        "title": "garmin2strava has stopped",
        "type": "text/plain;charset=UTF-8",
      },
    }
  `);
  expect((await send({ type: 'ntfy' }, recoveredNotice(START))).headers.priority).toBe('default');
});

test('Slack: its markup is escaped', async () => {
  expect(await send({ type: 'slack' })).toMatchInlineSnapshot(`
    {
      "body": "{"text":"*garmin2strava has stopped*\\nRun &lt;b&gt;broke&lt;/b&gt; &amp; ended. No activity goes over to Strava since 2017-06-13 07:20 UTC; none is lost.\\nNext: Run \`garmin2strava auth\`."}",
      "headers": {
        "authorization": undefined,
        "priority": undefined,
        "tags": undefined,
        "title": undefined,
        "type": "application/json",
      },
    }
  `);
});

test('Discord: nobody is mentioned', async () => {
  expect(await send({ type: 'discord' })).toMatchInlineSnapshot(`
    {
      "body": "{"content":"**garmin2strava has stopped**\\nRun <b>broke</b> & ended. No activity goes over to Strava since 2017-06-13 07:20 UTC; none is lost.\\nNext: Run \`garmin2strava auth\`.","allowed_mentions":{"parse":[]}}",
      "headers": {
        "authorization": undefined,
        "priority": undefined,
        "tags": undefined,
        "title": undefined,
        "type": "application/json",
      },
    }
  `);
});

test('nobody there is told without the address', async () => {
  const problem = await postNotice(globalThis.fetch, { type: 'slack', url: 'http://127.0.0.1:9/T000/SECRET' }, STOPPED);
  expect(problem).toBe('slack at 127.0.0.1:9: cannot be reached');
});

test('a redirect is not followed: what is in the notice goes to the configured place only', async () => {
  const webhook = await startWebhook();
  webhook.state.status = 302;
  const problem = await postNotice(globalThis.fetch, { type: 'ntfy', url: webhook.url }, STOPPED);
  expect(problem).toMatch(/HTTP 302$/);
});

import { request } from 'node:http';
import { connect, createServer } from 'node:net';
import { networkInterfaces } from 'node:os';
import { expect, onTestFinished, test } from 'vitest';
import { listenForCallback } from '../../../src/cli/auth/callback-server.ts';

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));
const LOOPBACKS = hasIpv6 ? ['127.0.0.1', '::1'] : ['127.0.0.1'];
const STATE = 'the-state-of-this-sign-in';
const ANSWER = `/?state=${STATE}&code=abc&scope=read,activity:write`;

async function open() {
  const listener = await listenForCallback({ port: 0, state: STATE });
  onTestFinished(() => listener.close());
  const port = Number(new URL(listener.redirectUri).port);
  let isSettled = false;
  void listener.received.then(() => {
    isSettled = true;
  });
  return { listener, port, isSettled: () => isSettled };
}

interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: string;
}

function ask(
  port: number,
  path: string,
  { method = 'GET', host = '127.0.0.1', headers = {} }: { method?: string; host?: string; headers?: object } = {},
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers: { ...headers }, agent: false }, (response) => {
      let body = '';
      response.setEncoding('utf8');
      response.on('data', (text: string) => {
        body += text;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on('error', reject).end();
  });
}

test.each(LOOPBACKS)('the answer arrives at %s, and the page waits for what became of it', async (host) => {
  const { listener, port } = await open();
  expect(listener.redirectUri).toBe(`http://localhost:${port}/`);
  const page = ask(port, ANSWER, { host });
  const { callback, respond } = await listener.received;
  expect(callback).toEqual({ code: 'abc', scope: 'read,activity:write', error: null });
  await respond({ kind: 'connected', athlete: '<b>Sandy</b> & Co' });
  const { status, headers, body } = await page;
  expect(status).toBe(200);
  expect(body).toContain('Strava is connected');
  expect(body).toContain('&lt;b&gt;Sandy&lt;/b&gt; &amp; Co');
  expect(body).not.toContain('<b>');
  expect(headers).toMatchObject({
    'content-security-policy': expect.stringMatching(/^default-src 'none'; style-src 'sha256-[^']+'/),
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    connection: 'close',
  });
  expect(headers).not.toHaveProperty('x-powered-by');
});

test.each<{ what: string; path?: string; how?: Parameters<typeof ask>[2]; status: number }>([
  { what: 'another state', path: '/?state=other&code=abc', status: 400 },
  { what: 'no state', path: '/?code=abc', status: 400 },
  { what: 'a state twice', path: `/?state=${STATE}&state=${STATE}&code=abc`, status: 400 },
  { what: 'a code twice', path: `${ANSWER}&code=def`, status: 400 },
  { what: 'a state in the form of an object', path: `/?state[a]=${STATE}&code=abc`, status: 400 },
  { what: 'another path', path: `/callback${ANSWER.slice(1)}`, status: 404 },
  { what: 'another host name', how: { headers: { host: 'evil.example:9321' } }, status: 421 },
  { what: 'the right host name with another port', how: { headers: { host: 'localhost:1' } }, status: 421 },
  { what: 'a POST', how: { method: 'POST' }, status: 405 },
  { what: 'a HEAD', how: { method: 'HEAD' }, status: 400 },
  { what: 'a body', how: { headers: { 'content-length': '0005' } }, status: 413 },
])('$what changes nothing', async ({ path = ANSWER, how = {}, status }) => {
  const { listener, port, isSettled } = await open();
  const answer = await ask(port, path, how);
  expect(answer.status).toBe(status);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
  expect(isSettled()).toBe(false);
  const page = ask(port, ANSWER);
  await (await listener.received).respond({ kind: 'refused' });
  expect((await page).status).toBe(200);
});

test('a second answer is told so and changes nothing', async () => {
  const { listener, port } = await open();
  const first = ask(port, ANSWER);
  const { callback, respond } = await listener.received;
  const second = await ask(port, ANSWER.replace('abc', 'other'));
  expect(second.status).toBe(410);
  expect((await listener.received).callback).toBe(callback);
  await respond({ kind: 'connected', athlete: 'Sandy' });
  expect((await first).body).toContain('Strava is connected');
  expect((await ask(port, ANSWER)).status).toBe(410);
});

test.each(['Content-Length: 10485760', 'Transfer-Encoding: chunked'])(
  'a body of 10 MB (%s) is refused before it is read',
  async (header) => {
    const { port, isSettled } = await open();
    const socket = connect(port, '127.0.0.1');
    // The server hangs up while we are still sending.
    socket.on('error', () => undefined);
    socket.write(`GET ${ANSWER} HTTP/1.1\r\nHost: localhost:${port}\r\n${header}\r\n\r\n`);
    const answer = await new Promise<string>((resolve) => socket.once('data', (data) => resolve(data.toString())));
    expect(answer).toContain('413');
    await new Promise((resolve) => socket.once('close', resolve));
    expect(isSettled()).toBe(false);
  },
);

test('after the end nothing answers, and a browser that still waits is let go', async () => {
  const { listener, port } = await open();
  const waiting = ask(port, ANSWER);
  waiting.catch(() => undefined);
  const { respond } = await listener.received;
  await listener.close();
  await listener.close();
  await expect(waiting).rejects.toThrow();
  await respond({ kind: 'refused' });
  for (const host of LOOPBACKS)
    await expect(ask(port, ANSWER, { host })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
});

test.each(LOOPBACKS)('a port that is taken on %s is named, and nothing stays open', async (host) => {
  const other = createServer().listen(0, host);
  await new Promise((resolve) => other.once('listening', resolve));
  onTestFinished(() => void other.close());
  const address = other.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await expect(listenForCallback({ port, state: STATE })).rejects.toMatchObject({
    code: 'USAGE',
    message: `Port ${port} on localhost is in use by another program.`,
    hint: expect.stringContaining('--port 9322'),
  });
  for (const free of LOOPBACKS.filter((it) => it !== host)) {
    await expect(ask(port, ANSWER, { host: free })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  }
});

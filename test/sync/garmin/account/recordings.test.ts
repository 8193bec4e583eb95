import { readFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { SignIn } from '../../../../src/sync/garmin/account/sign-in.ts';
import { signInError } from '../../../../src/sync/garmin/account/sign-in-errors.ts';
import { mobileFlow } from '../../../../src/sync/garmin/account/sign-in-flow.ts';
import { manualClock } from '../../../support/manual-clock.ts';
import { START } from '../bench.ts';

interface Exchange {
  readonly request: { readonly method: string; readonly uri: string; readonly body: string | null };
  readonly response: {
    readonly status: number;
    readonly headers: Readonly<Record<string, readonly string[]>>;
    readonly body: string;
  };
}

interface Seen {
  readonly method: string;
  readonly url: string;
  readonly cookies: readonly string[];
  readonly body: string;
}

async function recording(name: string): Promise<readonly Exchange[]> {
  const file = new URL(`../../../fixtures/garmin/sign-in-${name}.recorded.json`, import.meta.url);
  return JSON.parse(await readFile(file, 'utf8')) as readonly Exchange[];
}

/** Headers of the transport, which the replaying server makes anew. */
const TRANSPORT = /^(transfer-encoding|connection|content-length|content-encoding|date)$/i;

/** Answers each recorded request, told by method, path and query, with the recorded answer, and nothing else. */
async function replay(exchanges: readonly Exchange[]) {
  const seen: Seen[] = [];
  const server: Server = createServer(async (req, res) => {
    const body = await bodyOf(req);
    const { method = '', url = '', headers } = req;
    seen.push({
      method,
      url,
      body,
      cookies: (headers.cookie ?? '').split('; ').map((pair) => pair.split('=')[0] ?? ''),
    });
    const found = exchanges.find(({ request }) => request.method === method && pathOf(request.uri) === url);
    if (!found) {
      res.writeHead(599).end();
      return;
    }
    const { status, headers: recorded, body: text } = found.response;
    for (const [name, values] of Object.entries(recorded)) if (!TRANSPORT.test(name)) res.setHeader(name, values);
    res.writeHead(status).end(text);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const sso = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const options = { domain: 'garmin.com', sso, fetch, clock: manualClock(START) } as const;
  const signIn = new SignIn({ ...options, signal: new AbortController().signal }, mobileFlow('garmin.com'));
  return { seen, signIn };
}

function pathOf(uri: string): string {
  return uri.replace('https://sso.garmin.com', '');
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  let body = '';
  for await (const chunk of req) body += String(chunk);
  return body;
}

test('the recorded success is a success, and our requests are the recorded ones', async () => {
  const exchanges = await recording('success');
  const { seen, signIn } = await replay(exchanges);
  const answer = await signIn.start({ email: 'user@example.com', password: 'p' });
  expect(answer).toEqual({ kind: 'ticket', ticket: 'ST-097904-maMLPBSRdODkj7WJmO8o-sso' });
  expect(seen.map(({ method, url }) => `${method} ${url}`)).toEqual(
    exchanges.map(({ request }) => `${request.method} ${pathOf(request.uri)}`),
  );
  const [, login] = seen;
  expect(new Set(login?.cookies)).toEqual(new Set(['SESSION', '__VCAP_ID__', '__cf_bm', '__cflb', '_cfuvid']));
  const recorded: unknown = JSON.parse(exchanges[1]?.request.body ?? '');
  // Garmin's app asks to be remembered, garth did not.
  expect(JSON.parse(login?.body ?? '')).toEqual({ ...(recorded as object), password: 'p', rememberMe: true });
});

test('the recorded refusal is a wrong password', async () => {
  const { signIn } = await replay(await recording('wrong-password'));
  const answer = await signIn.start({ email: 'user@example.com', password: 'p' });
  expect(answer).toMatchObject({ kind: 'refused', type: 'INVALID_USERNAME_PASSWORD' });
  if (answer.kind === 'refused') expect(signInError(answer, START).message).toContain('with this password');
});

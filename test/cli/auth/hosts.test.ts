import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, onTestFinished, test } from 'vitest';
import { APP_SET, agreeingBrowser, NOTHING_SET, openAuthBench } from './accounts.ts';

/** A host of its own that serves what `target` serves, at the path `/`. */
async function hostOf(target: string): Promise<{ readonly url: string; readonly paths: readonly string[] }> {
  const paths: string[] = [];
  const server = createServer(async (req, res) => {
    paths.push(req.url ?? '');
    const chunks: Uint8Array[] = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { host: _, connection: __, ...headers } = req.headers;
    const answer = await fetch(`${target}${req.url}`, {
      method: req.method ?? 'GET',
      headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
      redirect: 'manual',
      ...(body.length > 0 && { body }),
    });
    const type = answer.headers.get('content-type');
    res.writeHead(answer.status, {
      ...(type && { 'content-type': type }),
      location: answer.headers.get('location') ?? '',
    });
    res.end(Buffer.from(await answer.arrayBuffer()));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, paths };
}

test('the hosts announced for 2027: a base without /api/v3, tokens in the header only, by configuration alone', async () => {
  const bench = await openAuthBench();
  const api = await hostOf(bench.strava.apiUrl);
  const oauth = await hostOf(bench.strava.oauthUrl);
  const moved = { G2S_STRAVA_API_URL: `${api.url}/`, G2S_STRAVA_OAUTH_URL: oauth.url };
  const terminal = { columns: null, env: { ...APP_SET, ...moved }, openBrowser: agreeingBrowser().open };
  // The stand-in's consent page posts to its own host, so the browser is told where that is.
  const open = terminal.openBrowser;
  const openBrowser = (url: string) =>
    open(url.replace(`${oauth.url}/authorize`, `${bench.strava.oauthUrl}/authorize`));
  expect((await bench.cliOn({ ...terminal, openBrowser }, 'auth', 'strava', '--port', bench.port)).code).toBe(0);
  const env = { ...NOTHING_SET, ...moved, G2S_GARMIN_API_KEY: bench.garmin.apiKey };
  expect((await bench.cliOn({ columns: null, env }, 'sync', '--since', 'all')).code).toBe(0);
  bench.clock.advance(6 * 3_600_000);
  expect((await bench.cliOn({ columns: null, env }, 'sync', '--since', '30d')).code).toBe(0);
  expect((await bench.cliOn({ columns: null, env }, 'auth', 'logout', 'strava', '--yes')).code).toBe(0);
  expect(oauth.paths).toEqual(expect.arrayContaining(['/token', '/revoke']));
  expect(api.paths).toEqual(expect.arrayContaining(['/athlete', '/uploads']));
  expect(api.paths.every((path) => !path.startsWith('/api'))).toBe(true);
  const queries = [...bench.strava.requests, ...bench.garmin.requests].map(({ query }) => query).join('&');
  expect(queries).not.toMatch(/token|secret/);
});

test.each(['http://api.example.com', 'ftp://127.0.0.1', 'https://user:pass@api.example.com', 'nonsense'])(
  'no credential goes to %s',
  async (url) => {
    const bench = await openAuthBench();
    for (const name of ['G2S_GARMIN_API_URL', 'G2S_GARMIN_SSO_URL', 'G2S_GARMIN_DI_URL', 'G2S_STRAVA_OAUTH_URL']) {
      const result = await bench.cliOn({ columns: null, env: { [name]: url } }, 'auth', 'status');
      expect(result).toMatchObject({ code: 64, stderr: expect.stringContaining(name) });
      expect(result.stderr).not.toContain('user:pass');
    }
  },
);

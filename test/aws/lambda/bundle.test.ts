import { randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { openDynamoStore } from '../../../src/aws/store/dynamo-store.ts';
import { STRAVA_APP } from '../../../src/sync/accounts/strava-account.ts';
import { GARMIN_CONNECTION } from '../../../src/sync/garmin/garmin-connection.ts';
import { startGarminSandbox } from '../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import { startStravaSandbox } from '../../../src/sync/sandbox/strava/index.ts';
import { readStravaToken, STRAVA_TOKEN } from '../../../src/sync/strava/strava-token.ts';
import { DAY, HOUR, MINUTE, SECOND, systemClock } from '../../../src/sync/time.ts';
import { fenixRun } from '../../support/bench.ts';
import { startLambdaClient } from '../../support/lambda-client.ts';
import { startLambda } from '../../support/lambda-process.ts';
import { AWS_ENV, useMoto } from '../../support/moto.ts';
import { createTable, motoClient } from '../../support/moto-table.ts';
import { describeWith, type PeerName } from '../../support/peers.ts';

const DIST = fileURLToPath(new URL('../../../dist/lambda', import.meta.url));

const RUNTIMES = [
  { name: 'stock Node', peers: [], start: startLambda },
  { name: "AWS's runtime client", peers: ['lambda_runtime'], start: startLambdaClient },
] as const satisfies readonly { name: string; peers: readonly PeerName[]; start: typeof startLambda }[];

for (const { name, peers, start } of RUNTIMES)
  describeWith('moto_server', ...peers)(`the bundles with ${name}`, () => {
    const moto = useMoto();

    /** Yesterday's run, so that a first run's week holds it. */
    async function yesterdaysRun() {
      const stamp = new Date(systemClock.now() - DAY).toISOString().slice(0, 19).replace('T', ' ');
      return fenixRun({ row: { startTimeLocal: stamp, startTimeGMT: stamp } });
    }

    async function open() {
      const garmin = await startGarminSandbox({ clock: systemClock, activities: [await yesterdaysRun()] });
      const strava = await startStravaSandbox({
        clock: systemClock,
        settings: { processingMs: 0, accessTokenLife: MINUTE / SECOND },
      });
      onTestFinished(async () => {
        await garmin.close();
        await strava.close();
      });
      const { client } = motoClient(moto());
      const table = await createTable(client);
      const holder = { name: 'test', token: randomUUID };
      const { documents } = openDynamoStore({ client, table, profile: 'default', clock: systemClock, holder });
      const nobody = { who: null, connectedAt: null, keyExpiresAt: null };
      await documents.write(GARMIN_CONNECTION, { kind: 'key', key: garmin.apiKey, ...nobody }, 0);
      await documents.write(STRAVA_APP, strava.app, 0);
      const tokens = strava.issueTokens();
      await documents.write(STRAVA_TOKEN, tokens, 0);
      // The first one has to be renewed; what it is renewed by lives as long as Strava's do.
      strava.settings.accessTokenLife = (6 * HOUR) / SECOND;
      const env = {
        ...AWS_ENV,
        AWS_ENDPOINT_URL: moto().url,
        G2S_TABLE: table,
        G2S_GARMIN_PERSONAL_API_URL: garmin.url,
        G2S_STRAVA_API_URL: strava.apiUrl,
        G2S_STRAVA_OAUTH_URL: strava.oauthUrl,
      };
      const container = () => start({ functionFolder: `${DIST}/function`, layerFolder: `${DIST}/layer`, env });
      return { garmin, strava, documents, tokens, container };
    }

    test('event in, activity on Strava, one line of log; the token that rotated is in the table', async () => {
      const { strava, documents, tokens, container } = await open();
      const lambda = container();
      expect(await lambda.invoke()).toMatchObject({ value: { result: 'done', uploaded: 1 } });
      expect(strava.activities).toHaveLength(1);
      expect(lambda.log()).toHaveLength(1);
      const [line] = lambda.log();
      expect(JSON.parse(line ?? '')).toMatchObject({ event: 'tick', uploaded: 1 });
      expect(line).not.toContain(tokens.accessToken);
      const kept = readStravaToken((await documents.read(STRAVA_TOKEN))?.value, null);
      expect(kept?.refreshToken).not.toBe(tokens.refreshToken);
      expect(await lambda.invoke()).toMatchObject({ value: { result: 'idle' } });
      expect(await container().invoke()).toMatchObject({ value: { result: 'done', uploaded: 0 } });
      expect(strava.uploads).toHaveLength(1);
    });

    test('two containers at once: one does it, the other sees that it is being done', async () => {
      const { strava, container } = await open();
      const [one, other] = [container(), container()];
      await Promise.all([one.invoke({ dryRun: true }), other.invoke({ dryRun: true })]);
      const answers = await Promise.all([one.invoke(), other.invoke()]);
      const results = answers.map(({ value }) => `${value?.['result']} ${value?.['uploaded'] ?? ''}`.trim()).sort();
      expect(results[1], JSON.stringify(answers)).toMatch(/^done [01]$/);
      expect(strava.activities).toHaveLength(1);
      expect(strava.uploads).toHaveLength(1);
    });

    test('with too little time left it begins nothing', async () => {
      const { strava, container } = await open();
      const lambda = container();
      expect(await lambda.invoke({}, 1_000)).toMatchObject({
        value: { uploaded: 0, note: expect.stringContaining('Out of time') },
      });
      expect(strava.uploads).toHaveLength(0);
    });

    test('a table that is not there is told, not thrown', async () => {
      const { container } = await open();
      const broken = start({
        functionFolder: `${DIST}/function`,
        layerFolder: `${DIST}/layer`,
        env: { ...AWS_ENV, AWS_ENDPOINT_URL: moto().url, G2S_TABLE: 'none' },
      });
      expect(await broken.invoke()).toMatchObject({ value: { trouble: { code: 'STORE_TROUBLE' } } });
      expect(await container().invoke()).toMatchObject({ value: { result: 'done' } });
    });
  });

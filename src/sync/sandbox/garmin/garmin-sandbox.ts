import { randomBytes } from 'node:crypto';
import type { Clock } from '../../time.ts';
import { type SandboxServer, startServer } from '../server.ts';
import { type AccountTokens, TokenMint } from './account-tokens.ts';
import { ActivityShelf, type SandboxActivity } from './activity-shelf.ts';
import { sendNotFound } from './answers.ts';
import { Bearers } from './bearers.ts';
import { dataRoutes } from './data-routes.ts';
import { personalApiRoutes } from './personal-api.ts';
import { defaultSettings, type GarminSandboxSettings } from './settings.ts';
import { type GarminAccount, signInRoutes } from './sign-in-routes.ts';
import { SignIns } from './sign-ins.ts';
import { tokenRoutes } from './token-routes.ts';

export interface GarminSandboxOptions {
  readonly clock: Clock;
  readonly activities?: readonly SandboxActivity[];
  readonly settings?: Partial<GarminSandboxSettings>;
}

/** Stands in for Garmin Connect on loopback: Personal API, private data API, sign-in and token host at one address. */
export interface GarminSandbox extends SandboxServer {
  /** The Personal API key that it accepts. */
  readonly apiKey: string;
  /** What the sign-in accepts. */
  readonly account: GarminAccount;
  readonly settings: GarminSandboxSettings;
  /** A watch syncs; an activity with the same id is replaced. */
  add(activity: SandboxActivity): void;
  remove(garminId: string): void;
  /** Tokens of the private API as after a sign-in, for the first client id unless told. */
  issueTokens(clientId?: string): AccountTokens;
  /** Ends every bearer: the next call of each gets a 401. */
  expireBearers(): void;
  /** Ends every refresh token: only a new sign-in helps. */
  revokeRefreshTokens(): void;
}

export async function startGarminSandbox(options: GarminSandboxOptions): Promise<GarminSandbox> {
  const { clock, activities = [] } = options;
  const settings = { ...defaultSettings(), ...options.settings };
  const apiKey = `sandbox-key-${randomBytes(12).toString('hex')}`;
  const account = { email: 'user@example.com', password: randomBytes(12).toString('hex'), mfaCode: '123456' };
  const shelf = new ActivityShelf(clock, activities);
  const bearers = new Bearers(clock);
  const signIns = new SignIns(clock);
  const mint = new TokenMint(clock, settings, bearers);
  const server = await startServer(clock, (app) => {
    personalApiRoutes(app, { apiKey, bearers, settings });
    dataRoutes(app, { shelf, bearers, settings });
    signInRoutes(app, { account, settings, signIns });
    tokenRoutes(app, { settings, signIns, mint });
    app.use((_req, res) => sendNotFound(res));
  });
  return {
    ...server,
    apiKey,
    account,
    settings,
    add: (activity) => shelf.add(activity),
    remove: (garminId) => shelf.remove(garminId),
    issueTokens: (clientId = settings.clientIds[0] ?? '') => mint.issue(clientId),
    expireBearers: () => bearers.expireAll(),
    revokeRefreshTokens: () => mint.revokeRefreshTokens(),
  };
}

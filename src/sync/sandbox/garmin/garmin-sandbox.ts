import { randomBytes } from 'node:crypto';
import type { Clock } from '../../time.ts';
import { type SandboxServer, startServer } from '../server.ts';
import { ActivityShelf, type SandboxActivity } from './activity-shelf.ts';
import { Bearers } from './bearers.ts';
import { dataRoutes } from './data-routes.ts';
import { defaultSettings, type GarminSandboxSettings } from './settings.ts';

export interface GarminSandboxOptions {
  readonly clock: Clock;
  readonly activities?: readonly SandboxActivity[];
  readonly settings?: Partial<GarminSandboxSettings>;
}

/** Stands in for Garmin Connect: its Personal API, on loopback. */
export interface GarminSandbox extends SandboxServer {
  /** The Personal API key that it accepts. */
  readonly apiKey: string;
  readonly settings: GarminSandboxSettings;
  /** A watch syncs. */
  add(activity: SandboxActivity): void;
  remove(garminId: string): void;
  /** Ends every bearer: the next call of each gets a 401. */
  expireBearers(): void;
}

export async function startGarminSandbox(options: GarminSandboxOptions): Promise<GarminSandbox> {
  const { clock, activities = [] } = options;
  const settings = { ...defaultSettings(), ...options.settings };
  const apiKey = `sandbox-key-${randomBytes(12).toString('hex')}`;
  const bearers = new Bearers(clock);
  const shelf = new ActivityShelf(clock, activities);
  const server = await startServer(clock, (app) => {
    app.post('/personalapitoken-service/personal-api/personal-api-key/token', (req, res) => {
      if (settings.keyRevoked || req.get('authorization') !== `ApiKey ${apiKey}`) {
        res.status(401).json({ message: 'Invalid API key', error: 'UnauthorizedException' });
        return;
      }
      const token = `sandbox-bearer-${randomBytes(16).toString('hex')}`;
      bearers.admit(token, settings.personalTokenLife);
      res.json({ access_token: token, token_type: 'Bearer', expires_in: settings.personalTokenLife });
    });
    dataRoutes(app, { shelf, bearers, settings });
    app.use((_req, res) => void res.status(404).json({ message: 'HTTP 404 Not Found', error: 'NotFoundException' }));
  });
  return {
    ...server,
    apiKey,
    settings,
    add: (activity) => shelf.add(activity),
    remove: (garminId) => shelf.remove(garminId),
    expireBearers: () => bearers.expireAll(),
  };
}

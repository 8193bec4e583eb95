import { randomBytes } from 'node:crypto';
import type { Express } from 'express';
import type { Bearers } from './bearers.ts';
import type { GarminSandboxSettings } from './settings.ts';

/**
 * Turns a Personal API key into a bearer of 24 hours (developer.garmin.com, Personal API, October 2026). The field names
 * of the answer are not confirmed, and of the refusal only the status is known.
 */
export function personalApiRoutes(
  app: Express,
  { apiKey, bearers, settings }: { apiKey: string; bearers: Bearers; settings: GarminSandboxSettings },
): void {
  app.post('/personalapitoken-service/personal-api/personal-api-key/token', (req, res) => {
    if (settings.keyRevoked || req.get('authorization') !== `ApiKey ${apiKey}`) {
      res.status(401).json({ message: 'Invalid API key', error: 'UnauthorizedException' });
      return;
    }
    const token = `sandbox-bearer-${randomBytes(16).toString('hex')}`;
    bearers.admit(token, 'personal', settings.personalTokenLife);
    res.json({ access_token: token, token_type: 'Bearer', expires_in: settings.personalTokenLife });
  });
}

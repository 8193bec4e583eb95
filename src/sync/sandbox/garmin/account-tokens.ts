import { randomUUID } from 'node:crypto';
import { type Clock, type Instant, SECOND } from '../../time.ts';
import type { Bearers } from './bearers.ts';
import { GARMIN_GUID } from './profile.ts';
import type { GarminSandboxSettings } from './settings.ts';

/** The token host's answer, with the keys of the recorded one. */
export interface AccountTokens {
  readonly scope: string;
  readonly jti: string;
  readonly token_type: 'Bearer';
  /** A JWT whose payload has `exp`, `iat`, `client_id` and `garmin_guid`. */
  readonly access_token: string;
  readonly refresh_token: string;
  readonly expires_in: number;
  readonly refresh_token_expires_in: number;
}

interface RefreshToken {
  readonly clientId: string;
  readonly until: Instant;
}

const SCOPES = ['ATP_READ', 'ATP_WRITE', 'CONNECT_READ', 'CONNECT_WRITE'];

/** Issues the tokens of the private API. Refresh tokens rotate: only the latest one of a sign-in is good. */
export class TokenMint {
  readonly #clock: Clock;
  readonly #settings: GarminSandboxSettings;
  readonly #bearers: Bearers;
  readonly #refreshTokens = new Map<string, RefreshToken>();

  constructor(clock: Clock, settings: GarminSandboxSettings, bearers: Bearers) {
    this.#clock = clock;
    this.#settings = settings;
    this.#bearers = bearers;
  }

  issue(clientId: string): AccountTokens {
    const { refreshTokenLife } = this.#settings;
    const refreshToken = encode('base64', { refreshTokenValue: randomUUID(), garminGuid: GARMIN_GUID });
    this.#refreshTokens.set(refreshToken, { clientId, until: this.#clock.now() + refreshTokenLife * SECOND });
    return this.#answer(clientId, refreshToken);
  }

  /** Null for a refresh token that is dead, used up, or another client's. */
  refresh(clientId: string, refreshToken: string): AccountTokens | null {
    const known = this.#refreshTokens.get(refreshToken);
    if (known?.clientId !== clientId || known.until <= this.#clock.now()) return null;
    if (!this.#settings.rotateRefreshTokens) return this.#answer(clientId, refreshToken);
    this.#refreshTokens.delete(refreshToken);
    return this.issue(clientId);
  }

  revokeRefreshTokens(): void {
    this.#refreshTokens.clear();
  }

  #answer(clientId: string, refreshToken: string): AccountTokens {
    const { accessTokenLife, refreshTokenLife } = this.#settings;
    const jti = randomUUID();
    const accessToken = this.#accessToken(clientId, jti);
    this.#bearers.admit(accessToken, 'account', accessTokenLife);
    return {
      scope: SCOPES.join(' '),
      jti,
      token_type: 'Bearer',
      access_token: accessToken,
      refresh_token: refreshToken,
      expires_in: accessTokenLife,
      refresh_token_expires_in: refreshTokenLife,
    };
  }

  #accessToken(clientId: string, jti: string): string {
    const iat = Math.floor(this.#clock.now() / SECOND);
    const header = { alg: 'RS256', typ: 'JWT', kid: 'di-oauth-signer-sandbox' };
    const payload = {
      scope: SCOPES,
      iss: 'https://diauth.garmin.com',
      exp: iat + this.#settings.accessTokenLife,
      iat,
      garmin_guid: GARMIN_GUID,
      jti,
      client_id: clientId,
    };
    return `${encode('base64url', header)}.${encode('base64url', payload)}.c2lnbmF0dXJl`;
  }
}

/** What Garmin's refusal of a refresh token calls it: the value inside, where it has one. */
export function refreshTokenValue(refreshToken: string): string {
  const [, value] = /"refreshTokenValue":\s*"([^"]+)"/.exec(Buffer.from(refreshToken, 'base64').toString()) ?? [];
  return value ?? refreshToken;
}

function encode(encoding: 'base64' | 'base64url', value: object): string {
  return Buffer.from(JSON.stringify(value)).toString(encoding);
}

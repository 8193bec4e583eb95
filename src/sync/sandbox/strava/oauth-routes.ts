import express, { type Request, type Response, type Router } from 'express';
import type { Clock } from '../../time.ts';
import { summaryAthlete } from './athlete.ts';
import { consentRoutes } from './consent-routes.ts';
import type { TokenPair } from './grants.ts';
import type { OauthContext, RegisteredApp } from './oauth-context.ts';
import { REFUSALS, type Refusal, refuse } from './refusals.ts';
import { bearerToken, bodyFields } from './request-text.ts';

/** Everything below `/oauth`. None of it counts toward the quota. */
export function oauthRoutes(context: OauthContext): Router {
  const { app, grants } = context;
  const router = express.Router();
  router.use(express.urlencoded({ extended: false }), express.json());
  router.use(consentRoutes(context));
  router.post('/token', tokenHandler(context));
  router.post('/revoke', (req, res) => {
    if (!knowsApp(req, app)) return refuse(res, REFUSALS.application);
    grants.revoke(bodyFields(req).get('token') ?? '');
    res.status(200).end();
  });
  router.post('/deauthorize', (req, res) => {
    const token = bearerToken(req);
    if (token === undefined || !grants.scopesOf(token)) return refuse(res, REFUSALS.accessToken);
    grants.revoke(token);
    res.json({ access_token: token });
  });
  return router;
}

/** `POST /oauth/token`, which answers below `/api/v3` too. */
export function tokenHandler(context: OauthContext): (req: Request, res: Response) => void {
  return (req, res) => {
    const answer = tokenAnswer(context, bodyFields(req));
    if ('status' in answer) refuse(res, answer);
    else res.json(answer);
  };
}

function tokenAnswer({ app, clock, grants }: OauthContext, fields: ReadonlyMap<string, string>): Refusal | TokenBody {
  if (fields.get('client_id') !== app.clientId) return REFUSALS.clientId;
  if (fields.get('client_secret') !== app.clientSecret) return REFUSALS.clientSecret;
  switch (fields.get('grant_type')) {
    case 'authorization_code': {
      const tokens = grants.redeem(fields.get('code') ?? '');
      return tokens ? { ...tokenBody(clock, tokens), athlete: summaryAthlete() } : REFUSALS.code;
    }
    case 'refresh_token': {
      const tokens = grants.refresh(fields.get('refresh_token') ?? '');
      return tokens ? tokenBody(clock, tokens) : REFUSALS.refreshToken;
    }
    default:
      return REFUSALS.grantType;
  }
}

interface TokenBody {
  readonly token_type: 'Bearer';
  readonly expires_at: number;
  readonly expires_in: number;
  readonly refresh_token: string;
  readonly access_token: string;
  /** Recorded with a code, not with a refresh. */
  readonly athlete?: object;
}

function tokenBody(clock: Clock, tokens: TokenPair): TokenBody {
  return {
    token_type: 'Bearer',
    expires_at: tokens.expiresAt / 1_000,
    expires_in: Math.floor((tokens.expiresAt - clock.now()) / 1_000),
    refresh_token: tokens.refreshToken,
    access_token: tokens.accessToken,
  };
}

function knowsApp(req: Request, app: RegisteredApp): boolean {
  const encoded = /^Basic (\S+)$/i.exec(req.get('authorization') ?? '')?.[1] ?? '';
  return Buffer.from(encoded, 'base64').toString() === `${app.clientId}:${app.clientSecret}`;
}

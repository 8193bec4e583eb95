import { type Express, type Request, type Response, text } from 'express';
import { refreshTokenValue, type TokenMint } from './account-tokens.ts';
import type { GarminSandboxSettings } from './settings.ts';
import type { SignIns } from './sign-ins.ts';

export interface TokenContext {
  readonly settings: GarminSandboxSettings;
  readonly signIns: SignIns;
  readonly mint: TokenMint;
}

const TICKET_GRANT = 'https://connectapi.garmin.com/di-oauth2-service/oauth/grant/service_ticket';

/**
 * The token host: a service ticket or a refresh token for new tokens (as python-garminconnect 0.3 speaks it). The
 * refused refresh token is on record, the other refusals follow its shape.
 */
export function tokenRoutes(app: Express, context: TokenContext): void {
  app.post('/di-oauth2-service/oauth/token', text({ type: 'application/x-www-form-urlencoded' }), (req, res) => {
    const form = new URLSearchParams(String(req.body ?? ''));
    const clientId = form.get('client_id') ?? '';
    if (!context.settings.clientIds.includes(clientId) || !isBasicOf(req, clientId)) {
      refuse(res, 401, 'invalid_client', 'Bad client credentials');
      return;
    }
    switch (form.get('grant_type')) {
      case TICKET_GRANT:
        exchangeTicket(form, res, clientId, context);
        return;
      case 'refresh_token':
        refresh(form, res, clientId, context);
        return;
      default:
        refuse(res, 400, 'unsupported_grant_type', 'Unsupported grant type');
    }
  });
}

function exchangeTicket(form: URLSearchParams, res: Response, clientId: string, { signIns, mint }: TokenContext): void {
  const isGood = signIns.redeem(form.get('service_ticket') ?? '', form.get('service_url') ?? '');
  if (isGood) res.json(mint.issue(clientId));
  else refuse(res, 400, 'invalid_grant', 'invalid service ticket provided');
}

function refresh(form: URLSearchParams, res: Response, clientId: string, { mint }: TokenContext): void {
  const given = form.get('refresh_token') ?? '';
  const tokens = mint.refresh(clientId, given);
  if (tokens) res.json(tokens);
  else refuse(res, 400, 'invalid_grant', `Invalid refresh token: ${refreshTokenValue(given)}`);
}

/** The password of a client is empty. */
function isBasicOf(req: Request, clientId: string): boolean {
  return req.get('authorization') === `Basic ${Buffer.from(`${clientId}:`).toString('base64')}`;
}

function refuse(res: Response, status: number, error: string, description: string): void {
  res.status(status).json({ error, error_description: description });
}

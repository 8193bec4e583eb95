import express, { type Request, type Response, type Router } from 'express';
import { consentPage } from './consent-page.ts';
import { SCOPES } from './grants.ts';
import type { OauthContext } from './oauth-context.ts';
import { REFUSALS, type Refusal, refuse } from './refusals.ts';
import { bodyFields, jsonObject, queryText } from './request-text.ts';

/** Strava always lets an app redirect to these, on any port and path. */
const LOCAL_HOSTS = ['localhost', '127.0.0.1'];

/** `GET /oauth/authorize`, and what the two buttons of its page do. */
export function consentRoutes({ app, grants }: OauthContext): Router {
  const router = express.Router();
  const agree = (res: Response, redirectUri: string, state: string, scopes: readonly string[]) =>
    redirect(res, redirectUri, { state, code: grants.createCode(scopes), scope: scopes.join(',') });

  router.get('/authorize', (req, res) => {
    const redirectUri = queryText(req, 'redirect_uri') ?? '';
    const scopes = askedScopes(req);
    const problem = problemOf(app.clientId, queryText(req, 'client_id'), redirectUri, scopes);
    if (problem) return refuse(res, problem);
    if (queryText(req, 'response_type') !== 'code') return refuse(res, REFUSALS.responseType);
    const state = queryText(req, 'state') ?? '';
    if (queryText(req, 'approval_prompt') !== 'force' && grants.covers(scopes)) {
      return agree(res, redirectUri, state, scopes);
    }
    res.type('html').send(consentPage({ clientId: app.clientId, redirectUri, state, scopes }));
  });

  router.post('/accept_application', (req, res) => {
    const fields = bodyFields(req);
    const redirectUri = fields.get('redirect_uri') ?? '';
    const scopes = [jsonObject(req)['scope'] ?? []].flat().map(String);
    const problem = problemOf(app.clientId, fields.get('client_id'), redirectUri, scopes);
    if (problem) return refuse(res, problem);
    const state = fields.get('state') ?? '';
    if (fields.get('decision') !== 'authorize') return redirect(res, redirectUri, { state, error: 'access_denied' });
    agree(res, redirectUri, state, scopes);
  });
  return router;
}

/** Scopes come separated by commas or by spaces. */
function askedScopes(req: Request): string[] {
  return (queryText(req, 'scope') ?? 'read').split(/[\s,]+/).filter((scope) => scope !== '');
}

/** Strava answers these in the browser and does not redirect: a listening app hears nothing. */
function problemOf(
  clientId: string,
  givenId: string | undefined,
  redirectUri: string,
  scopes: readonly string[],
): Refusal | undefined {
  if (givenId !== clientId) return REFUSALS.clientId;
  if (!URL.canParse(redirectUri) || !LOCAL_HOSTS.includes(new URL(redirectUri).hostname)) return REFUSALS.redirectUri;
  const known: readonly string[] = SCOPES;
  return scopes.every((scope) => known.includes(scope)) ? undefined : REFUSALS.scope;
}

function redirect(res: Response, redirectUri: string, parameters: Readonly<Record<string, string>>): void {
  const target = new URL(redirectUri);
  for (const [name, value] of Object.entries(parameters)) target.searchParams.set(name, value);
  res.redirect(target.href);
}

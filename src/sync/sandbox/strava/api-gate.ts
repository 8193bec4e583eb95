import type { NextFunction, Request, RequestHandler, Response } from 'express';
import type { Grants } from './grants.ts';
import type { QuotaMeter } from './quota-meter.ts';
import { missingScope, REFUSALS, refuse } from './refusals.ts';
import { bearerToken } from './request-text.ts';
import type { StravaSandboxSettings } from './settings.ts';

/**
 * What every API call passes first. The token comes before the quota, since the quota belongs to the app and only the
 * token tells the app; a 401 carries no rate headers either (recorded 2020).
 */
export function apiGate(grants: Grants, quota: QuotaMeter, settings: StravaSandboxSettings): RequestHandler {
  return (req: Request, res: Response, next: NextFunction) => {
    if (!grants.scopesOf(bearerToken(req))) return refuse(res, REFUSALS.accessToken);
    const kind = req.method === 'POST' && req.path === '/uploads' ? 'upload' : 'read';
    const allowed = quota.count(kind);
    res.set(quota.headers(kind));
    if (!allowed) return refuse(res, REFUSALS.rateLimit);
    if (settings.inactive) return refuse(res, REFUSALS.inactive);
    next();
  };
}

/** Lets a token pass that has one of `scopes`; the first is the one that is named as missing. */
export function requireScope(grants: Grants, scope: string, ...orElse: readonly string[]): RequestHandler {
  return (req, res, next) => {
    const granted = grants.scopesOf(bearerToken(req));
    if ([scope, ...orElse].some((each) => granted?.has(each))) next();
    else refuse(res, missingScope(scope));
  };
}

/** Activities that only the athlete sees are there for tokens with `activity:read_all` alone. */
export function seesPrivate(grants: Grants, req: Request): boolean {
  return grants.scopesOf(bearerToken(req))?.has('activity:read_all') ?? false;
}

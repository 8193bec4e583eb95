import express, { type ErrorRequestHandler, type Express } from 'express';
import type { Clock } from '../../time.ts';
import { type SandboxServer, startServer } from '../server.ts';
import { ActivityBook } from './activity-book.ts';
import { activityRoutes } from './activity-routes.ts';
import { apiGate } from './api-gate.ts';
import { Grants, randomToken, type TokenPair } from './grants.ts';
import type { HeldActivity, NewActivity } from './held-activity.ts';
import type { HeldUpload } from './held-upload.ts';
import type { RegisteredApp } from './oauth-context.ts';
import { oauthRoutes, tokenHandler } from './oauth-routes.ts';
import { QuotaMeter } from './quota-meter.ts';
import { REFUSALS, refuse } from './refusals.ts';
import { defaultSettings, type StravaSandboxSettings } from './settings.ts';
import { statePage } from './state-page.ts';
import { UploadDesk } from './upload-desk.ts';
import { uploadRoutes } from './upload-routes.ts';

export interface StravaSandboxOptions {
  readonly clock: Clock;
  readonly settings?: Partial<StravaSandboxSettings>;
}

/** A Strava of one's own: one athlete, one registered app, the API and the consent page on loopback. */
export interface StravaSandbox extends SandboxServer {
  readonly apiUrl: string;
  readonly oauthUrl: string;
  readonly app: RegisteredApp;
  readonly settings: StravaSandboxSettings;
  /** What it holds, in the order of arrival. A file that is still being processed has no activity yet. */
  readonly activities: readonly HeldActivity[];
  /** Every upload that was accepted, oldest first. */
  readonly uploads: readonly HeldUpload[];
  /** A login as the consent page would make it; with the scopes that the tool needs unless told. */
  issueTokens(scopes?: readonly string[]): TokenPair;
  /** Puts an activity there that did not come through us, and returns its id. */
  addActivity(activity: NewActivity): string;
  /** The athlete deletes it on the web site; the API has no way to. */
  removeActivity(id: string): void;
}

/** The scopes that the tool asks for. */
const TOOL_SCOPES = ['read', 'activity:read_all', 'activity:write'];

/** Starts a stand-in for Strava. It keeps everything in memory and forgets it when it is closed. */
export async function startStravaSandbox(options: StravaSandboxOptions): Promise<StravaSandbox> {
  const parts = partsOf(options);
  const { app, book, desk, grants, settings } = parts;
  const server = await startServer(options.clock, (routes) => addRoutes(routes, parts));
  return {
    ...server,
    apiUrl: `${server.url}/api/v3`,
    oauthUrl: `${server.url}/oauth`,
    app,
    settings,
    get activities() {
      return desk.upToDate().activities;
    },
    get uploads() {
      return desk.upToDate().uploads;
    },
    issueTokens: (scopes = TOOL_SCOPES) => grants.issue(scopes),
    addActivity(activity) {
      desk.processDue();
      return book.addForeign(activity).id;
    },
    removeActivity(id) {
      desk.processDue();
      book.remove(id);
      desk.activityRemoved(id);
    },
  };
}

interface Parts {
  readonly app: RegisteredApp;
  readonly clock: Clock;
  readonly settings: StravaSandboxSettings;
  readonly grants: Grants;
  readonly quota: QuotaMeter;
  readonly book: ActivityBook;
  readonly desk: UploadDesk;
}

function partsOf({ clock, settings: given }: StravaSandboxOptions): Parts {
  const settings = { ...defaultSettings(), ...given };
  const book = new ActivityBook();
  return {
    app: { clientId: '314159', clientSecret: randomToken() },
    clock,
    settings,
    grants: new Grants(clock, settings),
    quota: new QuotaMeter(clock, settings),
    book,
    desk: new UploadDesk(clock, settings, book),
  };
}

function addRoutes(routes: Express, parts: Parts): void {
  const { desk, grants, quota, settings } = parts;
  // The token endpoint answers below the API too, where neither a token nor an active app is asked for.
  routes.post('/api/v3/oauth/token', express.urlencoded({ extended: false }), express.json(), tokenHandler(parts));
  routes.use('/oauth', oauthRoutes(parts));
  routes.use('/api/v3', apiGate(grants, quota, settings), uploadRoutes(parts), activityRoutes(parts));
  routes.get('/', (_req, res) => {
    const { activities, uploads } = desk.upToDate();
    res.type('html').send(statePage(activities, uploads));
  });
  routes.get('/sandbox/state', (_req, res) => {
    res.json({ ...desk.upToDate(), quota: quota.usage() });
  });
  routes.use((_req, res) => refuse(res, REFUSALS.notFound));
  routes.use(answerUnreadableRequest);
}

/** A body that express cannot take: broken JSON, or more than the limit. The wording is a guess. */
const answerUnreadableRequest: ErrorRequestHandler = (error: unknown, _req, res, next) => {
  const status = typeof error === 'object' && error !== null && 'status' in error ? Number(error.status) : 500;
  if (res.headersSent) next(error);
  else res.status(status).json({ message: error instanceof Error ? error.message : 'Error' });
};

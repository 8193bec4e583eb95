import express, { type Express, type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import * as v from 'valibot';
import { packageFile } from '../../sync/package-file.ts';
import type { OpenAnswers } from './answers.ts';
import type { ChangeAnswer, ProblemAnswer } from './api.ts';
import type { Changed, Dashboard } from './dashboard.ts';
import { apiGate, type GateKeys, hostGate, isSignedIn, nothingHere, refuse, signIn } from './gate.ts';
import { dashboardPage } from './page/dashboard-page.ts';
import { messagePage } from './page/message-page.ts';
import { problemOf, statusOf } from './problem.ts';

const ASSETS = packageFile('dist/ui');
const LARGEST_BODY = '1kb';

const PlanRequest = v.strictObject({ since: v.nullable(v.pipe(v.string(), v.maxLength(40))) });
const ChangeRequest = v.strictObject({
  garminId: v.pipe(v.string(), v.regex(/^[\w-]{1,64}$/)),
  shown: v.strictObject({ version: v.nullable(v.pipe(v.number(), v.integer())), overrules: v.boolean() }),
});

export interface RouteOptions {
  readonly dashboard: Dashboard;
  readonly keys: GateKeys;
  readonly port: () => number;
  /** Aborted when the command ends. */
  readonly signal: AbortSignal;
  /** Is told of every change that is asked for. */
  readonly answers: OpenAnswers;
}

/** The page, its files and its JSON interface. */
export function dashboardApp({ dashboard, keys, port, ...options }: RouteOptions): Express {
  const app = express();
  app.disable('x-powered-by');
  app.disable('etag');
  app.use(hostGate(port));
  const signsIn = signIn(keys);
  app.get('/', async (req, res) => {
    const isNew = signsIn(req, res);
    if (!isNew && !isSignedIn(req, keys)) return show(res, 401, messagePage('signed-out'));
    show(res, 200, dashboardPage(await dashboard.overview(), isNew ? keys.writeKey : null));
  });
  app.use('/assets', express.static(ASSETS, { index: false, redirect: false, cacheControl: false }));
  app.use('/api', apiGate(keys), apiRoutes(dashboard, options), nothingHere);
  app.use((_req, res) => show(res, 404, messagePage('not-found')));
  app.use(failed);
  return app;
}

function apiRoutes(
  dashboard: Dashboard,
  { signal, answers }: Pick<RouteOptions, 'signal' | 'answers'>,
): RequestHandler {
  const api = express.Router();
  const body = express.json({ limit: LARGEST_BODY });
  const change = (act: Dashboard['push']): RequestHandler => {
    return async (req, res) => {
      const { garminId, shown } = v.parse(ChangeRequest, req.body);
      answers.await(res);
      tell(res, await act(garminId, shown));
    };
  };
  api.get('/overview', async (_req, res) => {
    res.json({ schemaVersion: 1, ...(await dashboard.overview()) });
  });
  api.get('/activities', async (_req, res) => {
    res.json({ schemaVersion: 1, activities: await dashboard.activities() });
  });
  api.post('/plan', body, async (req, res) => {
    const { since } = v.parse(PlanRequest, req.body);
    res.json(await dashboard.plan(since, AbortSignal.any([signal, goneWith(res)])));
  });
  api.post('/push', body, change(dashboard.push));
  api.post('/ignore', body, change(dashboard.ignore));
  return api;
}

function tell(res: Response, changed: Changed): void {
  if (changed.problem) {
    const { problem: error, activity } = changed;
    res.status(statusOf(error)).json({ schemaVersion: 1, error, activity } satisfies ProblemAnswer);
  } else {
    const { activity, failed } = changed;
    res.json({ schemaVersion: 1, activity, failed } satisfies ChangeAnswer);
  }
}

/** Aborted when the browser no longer waits for the answer. */
function goneWith(res: Response): AbortSignal {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  return gone.signal;
}

function show(res: Response, status: number, page: { toString(): string }): void {
  res.status(status).type('html').send(page.toString());
}

/** Four parameters, by which express knows it for what it is. */
function failed(error: unknown, req: Request, res: Response, _next: NextFunction): void {
  if (error instanceof v.ValiError || isBodyError(error)) {
    refuse(res, 400, 'BAD_REQUEST', 'That request makes no sense here.');
    return;
  }
  const problem = problemOf(error);
  if (req.path === '/') show(res, statusOf(problem), messagePage('failed', problem));
  else res.status(statusOf(problem)).json({ schemaVersion: 1, error: problem });
}

/** What the body parser throws carries the status of the answer. */
function isBodyError(error: unknown): boolean {
  return error instanceof Error && 'status' in error && 'type' in error;
}

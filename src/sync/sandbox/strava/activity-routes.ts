import express, { type Request, type Router } from 'express';
import { SECOND } from '../../time.ts';
import type { ActivityBook } from './activity-book.ts';
import { activityChanges, namesUnknownSport } from './activity-changes.ts';
import { detailedRow, summaryRow } from './activity-rows.ts';
import { requireScope, seesPrivate } from './api-gate.ts';
import { detailedAthlete, summaryAthlete } from './athlete.ts';
import type { Grants } from './grants.ts';
import { type HeldActivity, shownStart } from './held-activity.ts';
import { REFUSALS, refuse } from './refusals.ts';
import { bearerToken, queryNumber } from './request-text.ts';
import type { UploadDesk } from './upload-desk.ts';

interface ActivityContext {
  readonly grants: Grants;
  readonly book: ActivityBook;
  readonly desk: UploadDesk;
}

const PAGE_SIZE = 30;
const MAX_PAGE_SIZE = 200;

/** The athlete and her activities. */
export function activityRoutes({ grants, book, desk }: ActivityContext): Router {
  const router = express.Router();
  const mayRead = requireScope(grants, 'activity:read', 'activity:read_all');
  const shownTo = (req: Request) =>
    book.all.filter(({ visibility }) => visibility !== 'only_me' || seesPrivate(grants, req));
  const named = (req: Request) => shownTo(req).find(({ id }) => id === req.params['id']);

  router.use((_req, _res, next) => {
    desk.processDue();
    next();
  });

  router.get('/athlete', (req, res) => {
    const complete = grants.scopesOf(bearerToken(req))?.has('profile:read_all');
    res.json(complete ? detailedAthlete() : summaryAthlete());
  });

  router.get('/athlete/activities', mayRead, (req, res) => {
    res.json(pageOf(shownTo(req), req).map(summaryRow));
  });

  router.get('/activities/:id', mayRead, (req, res) => {
    const activity = named(req);
    if (activity) res.json(detailedRow(activity));
    else refuse(res, REFUSALS.notFound);
  });

  router.use('/activities/:id', express.json(), express.urlencoded({ extended: false }));
  router.put('/activities/:id', requireScope(grants, 'activity:write'), (req, res) => {
    const activity = named(req);
    if (!activity) return refuse(res, REFUSALS.notFound);
    if (namesUnknownSport(req)) return refuse(res, REFUSALS.activitySportType);
    res.json(detailedRow(book.change(activity, activityChanges(req))));
  });
  return router;
}

/** Newest first, and oldest first with `after` alone (recorded 2025-10-18, and stravalib's documentation). */
function pageOf(activities: readonly HeldActivity[], req: Request): HeldActivity[] {
  const after = queryNumber(req, 'after');
  const before = queryNumber(req, 'before');
  const size = Math.min(queryNumber(req, 'per_page') ?? PAGE_SIZE, MAX_PAGE_SIZE);
  const from = (Math.max(queryNumber(req, 'page') ?? 1, 1) - 1) * size;
  const direction = after !== undefined && before === undefined ? 1 : -1;
  return activities
    .filter((activity) => after === undefined || shownStart(activity) > after * SECOND)
    .filter((activity) => before === undefined || shownStart(activity) < before * SECOND)
    .sort((one, other) => direction * (shownStart(one) - shownStart(other)))
    .slice(from, from + size);
}

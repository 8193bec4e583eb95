import type { Express, NextFunction, Request, Response } from 'express';
import { detailOf } from './activity-detail.ts';
import type { ActivityShelf, ListRow, SandboxActivity } from './activity-shelf.ts';
import { NOT_THE_OWNER, NULL_POINTER, queryText, sendBadRequest, sendNotActive, sendNotFound } from './answers.ts';
import type { Bearers } from './bearers.ts';
import { inShape } from './list-shapes.ts';
import { SOCIAL_PROFILE } from './profile.ts';
import type { GarminSandboxSettings } from './settings.ts';
import { zip } from './zip.ts';

export interface DataContext {
  readonly shelf: ActivityShelf;
  readonly bearers: Bearers;
  readonly settings: GarminSandboxSettings;
}

const DEFAULT_LIMIT = 20;

/** List, detail, download and profile. The Personal API serves the same paths as the private one. */
export function dataRoutes(app: Express, context: DataContext): void {
  const { shelf, bearers, settings } = context;
  const guarded = (req: Request, res: Response, next: NextFunction) => {
    const kind = bearers.kindOf(req.get('authorization'));
    if (kind === 'personal' || (kind === 'account' && settings.accessTokensAccepted)) next();
    else sendNotActive(res);
  };
  app.get('/activitylist-service/activities/search/activities', guarded, (req, res) => list(req, res, context));
  app.get('/activity-service/activity/:id', guarded, (req, res) => {
    const activity = shelf.find(String(req.params['id']));
    if (activity) res.json(detailOf(activity));
    else sendNotFound(res);
  });
  app.get('/download-service/files/activity/:id', guarded, async (req, res) => {
    const id = String(req.params['id']);
    const activity = shelf.find(id);
    if (activity && shelf.isFileReady(activity)) await sendOriginal(res, id, activity);
    else sendNotFound(res);
  });
  app.get('/userprofile-service/socialProfile', guarded, (_req, res) => void res.json(SOCIAL_PROFILE));
}

function list(req: Request, res: Response, { shelf, settings }: DataContext): void {
  const start = Number(queryText(req, 'start') ?? 0);
  const limit = Number(queryText(req, 'limit') ?? DEFAULT_LIMIT);
  if (!Number.isInteger(start)) {
    sendNotFound(res);
  } else if (!Number.isInteger(limit) || limit > settings.pageLimit) {
    sendBadRequest(res);
  } else {
    const rows = listed(shelf.rows(), { from: queryText(req, 'startDate'), until: queryText(req, 'endDate') });
    const { listShape, mostRows } = settings;
    res.json(
      rows.slice(start, start + Math.min(limit, mostRows)).map((row) => (listShape ? inShape(row, listShape) : row)),
    );
  }
}

function listed(rows: readonly ListRow[], { from, until }: Readonly<Record<'from' | 'until', string | null>>) {
  return rows.filter((row) => {
    const day = String(row['startTimeLocal']).slice(0, 10);
    return (from === null || day >= from) && (until === null || day <= until);
  });
}

async function sendOriginal(res: Response, id: string, { original }: SandboxActivity): Promise<void> {
  switch (original.kind) {
    case 'zip': {
      const archive = await zip(original.entries);
      res.set('Content-Disposition', `attachment; filename="${id}.zip"`).type('application/x-zip-compressed');
      res.send(archive);
      return;
    }
    case 'raw':
      res.type(original.contentType ?? 'application/x-zip-compressed').send(Buffer.from(original.bytes));
      return;
    case 'none':
      if (original.status === 404) sendNotFound(res);
      else res.status(500).json(NULL_POINTER);
      return;
    case 'forbidden':
      res.status(403).json(NOT_THE_OWNER);
  }
}

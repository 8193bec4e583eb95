import express, { type Request, type Router } from 'express';
import { requireScope } from './api-gate.ts';
import type { Grants } from './grants.ts';
import { type UploadForm, uploadRow } from './held-upload.ts';
import { REFUSALS, type Refusal, refuse } from './refusals.ts';
import { SPORT_TYPES } from './sport-types.ts';
import type { UploadDesk } from './upload-desk.ts';
import { isDataType, MAX_UPLOAD_BYTES } from './upload-file.ts';

interface UploadContext {
  readonly grants: Grants;
  readonly desk: UploadDesk;
}

/** `POST /uploads` and `GET /uploads/{id}`; both want `activity:write`. */
export function uploadRoutes({ grants, desk }: UploadContext): Router {
  const router = express.Router();
  router.use('/uploads', requireScope(grants, 'activity:write'));

  router.post('/uploads', express.raw({ type: 'multipart/form-data', limit: MAX_UPLOAD_BYTES }), async (req, res) => {
    const form = formOf(await multipartOf(req));
    if ('status' in form) refuse(res, form);
    else res.status(201).json(uploadRow(desk.accept(form)));
  });

  router.get('/uploads/:id', (req, res) => {
    const upload = desk.poll(req.params.id);
    if (upload) res.json(uploadRow(upload));
    else refuse(res, REFUSALS.notFound);
  });
  return router;
}

interface Multipart {
  readonly fields: ReadonlyMap<string, string>;
  readonly file: { readonly name: string; readonly bytes: Uint8Array } | null;
}

/** The platform parses multipart itself; a body that it cannot parse has no fields and no file. */
async function multipartOf(req: Request): Promise<Multipart> {
  const fields = new Map<string, string>();
  let file: Multipart['file'] = null;
  const body: unknown = req.body;
  const type = req.get('content-type');
  if (!Buffer.isBuffer(body) || type === undefined) return { fields, file };
  try {
    const form = await new Response(new Uint8Array(body), { headers: { 'content-type': type } }).formData();
    for (const [name, value] of form) {
      if (typeof value === 'string') fields.set(name, value);
      else if (name === 'file') file = { name: value.name, bytes: new Uint8Array(await value.arrayBuffer()) };
    }
  } catch {
    return { fields, file: null };
  }
  return { fields, file };
}

function formOf({ fields, file }: Multipart): UploadForm | Refusal {
  const dataType = fields.get('data_type') ?? '';
  const sportType = fields.get('sport_type') ?? null;
  if (!file) return REFUSALS.uploadFile;
  if (!isDataType(dataType)) return REFUSALS.uploadDataType;
  if (sportType !== null && !SPORT_TYPES.has(sportType)) return REFUSALS.uploadSportType;
  return {
    externalId: fields.get('external_id') ?? null,
    filename: file.name,
    bytes: file.bytes,
    dataType,
    name: fields.get('name') ?? null,
    description: fields.get('description') ?? null,
    sportType,
    trainer: isSet(fields.get('trainer')),
    commute: isSet(fields.get('commute')),
  };
}

/** The documentation says "1", Strava's API description only "string". */
function isSet(text: string | undefined): boolean {
  return text === '1' || text === 'true';
}

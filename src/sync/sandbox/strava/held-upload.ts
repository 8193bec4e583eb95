import type { Instant } from '../../time.ts';
import type { DataType } from './upload-file.ts';

/**
 * - `processing`: Strava has not said yet what becomes of it. `ready`: there are activities.
 * - `duplicate`, `failed`: `error` says why. `deleted`: the activity is gone again, without an error.
 */
export type UploadState = 'processing' | 'ready' | 'duplicate' | 'failed' | 'deleted';

/** An accepted `POST /uploads`, with the fields as they were sent. */
export interface HeldUpload {
  readonly id: string;
  readonly externalId: string | null;
  readonly filename: string;
  readonly dataType: DataType;
  readonly name: string | null;
  readonly description: string | null;
  readonly sportType: string | null;
  readonly trainer: boolean;
  readonly commute: boolean;
  readonly receivedAt: Instant;
  /** Of the file as it was sent. */
  readonly sha256: string;
  readonly size: number;
  readonly state: UploadState;
  readonly error: string | null;
  /** One for each session of the file; empty until it is ready. */
  readonly activityIds: readonly string[];
}

/** What a request asks for; the rest of {@link HeldUpload} is ours to say. */
export type UploadForm = Omit<
  HeldUpload,
  'id' | 'receivedAt' | 'sha256' | 'size' | 'state' | 'error' | 'activityIds'
> & { readonly bytes: Uint8Array };

/** Strava's four sentences (recorded 2023; the last reported by users). */
const STATUS: Record<UploadState, string> = {
  processing: 'Your activity is still being processed.',
  ready: 'Your activity is ready.',
  duplicate: 'There was an error processing your activity.',
  failed: 'There was an error processing your activity.',
  deleted: 'The created activity has been deleted.',
};

/** The upload as `POST /uploads` and `GET /uploads/{id}` answer it. */
export function uploadRow(upload: HeldUpload): object {
  const [activityId] = upload.activityIds;
  const ready = upload.state === 'ready' && activityId !== undefined;
  return {
    id: Number(upload.id),
    id_str: upload.id,
    external_id: ready ? storedExternalId(upload) : null,
    error: upload.error,
    status: STATUS[upload.state],
    activity_id: ready ? Number(activityId) : null,
  };
}

/**
 * The id that the activity keeps: what was sent and the extension (recorded: `strava-ruby-client-upload-1.tcx`), or the
 * name of the file where nothing was sent (recorded: `17611540601.tcx`). That `.fit.gz` becomes `.fit.gz` is a guess.
 */
export function storedExternalId({ externalId, filename, dataType }: UploadForm | HeldUpload): string {
  return externalId === null ? filename : `${externalId}.${dataType}`;
}

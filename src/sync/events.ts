import { channel } from 'node:diagnostics_channel';
import type { GarminActivity } from './activity.ts';
import type { Decision } from './decision.ts';
import type { Service } from './errors.ts';
import type { Plan } from './planning.ts';
import type { RejectedRow, UploadRoom } from './ports.ts';
import type { Instant } from './time.ts';

/** What the engine tells while it works. It prints nothing itself. */
export type SyncEvent =
  | { readonly type: 'listing'; readonly service: Service | 'folder' }
  /** A claim of a run that broke off is given time to show up in Strava's list. */
  | { readonly type: 'settling'; readonly ms: number }
  /** Strava's quota or Garmin wants a pause; the run goes on after it. */
  | { readonly type: 'waiting'; readonly service: Service; readonly until: Instant; readonly left: number }
  /** What the quota leaves room for, before what fits is posted. */
  | { readonly type: 'room'; readonly room: UploadRoom }
  | { readonly type: 'row-rejected'; readonly row: RejectedRow }
  | { readonly type: 'planned'; readonly plan: Plan }
  | { readonly type: 'started'; readonly activity: GarminActivity; readonly index: number; readonly total: number }
  | { readonly type: 'step'; readonly activity: GarminActivity; readonly step: 'download' | 'upload' | 'process' }
  | { readonly type: 'finished'; readonly decision: Decision };

export type Report = (event: SyncEvent) => void;

/** Hears of every event of every run in this process, whoever reports them otherwise; costs nothing while nobody listens. */
export const SYNC_EVENTS = channel('garmin2strava:sync');

/** Tells the channel first. */
export function overheard(report: Report): Report {
  return (event) => {
    SYNC_EVENTS.publish(event);
    report(event);
  };
}

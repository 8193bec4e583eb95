import * as v from 'valibot';
import {
  AppInactiveError,
  AuthRequiredError,
  PauseError,
  RateLimitedError,
  ServiceError,
  StoreError,
  type ToolError,
} from '../errors.ts';
import { DAY, HOUR, type Instant } from '../time.ts';
import { keyEndsNotice, type Notice, recoveredNotice, stoppedNotice } from './notice.ts';

/** What passes by itself is told when it has not after this long. */
export const PATIENCE = 3 * HOUR;
/** Days before its end on which a key's end is told. */
const KEY_DAYS = [1, 7, 14] as const;

/** What is kept between runs, so that one thing is told once. */
export const NoticeStateSchema = v.object({
  /** Since when nothing goes over, and whether that was told. */
  stopped: v.nullable(v.object({ since: v.number(), told: v.boolean() })),
  /** The nearest end that was told. */
  keyEnd: v.nullable(v.object({ endsAt: v.number(), days: v.number() })),
  /** When something was last tried to be told. */
  triedAt: v.number(),
});
export type NoticeState = v.InferOutput<typeof NoticeStateSchema>;

export const NOTHING_TOLD: NoticeState = { stopped: null, keyEnd: null, triedAt: 0 };

/** How a run ended. */
export interface RunEnd {
  readonly trouble: ToolError | null;
  /** When the Garmin key ends, where that is known. */
  readonly keyEndsAt: Instant | null;
}

export interface Due {
  readonly notice: Notice | null;
  /** The state once the notice was taken, or at once where there is none. */
  readonly after: NoticeState;
}

/** What has to be told after a run. */
export function dueNotice(state: NoticeState, { trouble, keyEndsAt }: RunEnd, now: Instant): Due {
  const stop = urgency(trouble);
  if (trouble && stop !== 'none') {
    const stopped = state.stopped ?? { since: now, told: false };
    const isDue = !stopped.told && (stop === 'at-once' || now - stopped.since >= PATIENCE);
    return {
      notice: isDue ? stoppedNotice(trouble, stopped.since) : null,
      after: { ...state, stopped: { ...stopped, told: stopped.told || isDue } },
    };
  }
  if (state.stopped && trouble === null) {
    const { told, since } = state.stopped;
    return { notice: told ? recoveredNotice(since) : null, after: { ...state, stopped: null } };
  }
  return dueKeyNotice(state, keyEndsAt, now);
}

function dueKeyNotice(state: NoticeState, endsAt: Instant | null, now: Instant): Due {
  const nearest = endsAt === null || endsAt <= now ? undefined : KEY_DAYS.find((days) => endsAt - now <= days * DAY);
  if (endsAt === null || nearest === undefined) return { notice: null, after: state };
  const isTold = state.keyEnd?.endsAt === endsAt && state.keyEnd.days <= nearest;
  if (isTold) return { notice: null, after: state };
  return { notice: keyEndsNotice(endsAt, now), after: { ...state, keyEnd: { endsAt, days: nearest } } };
}

/** Strava's quota and another run are part of every day. What a person has to mend is told at once. */
function urgency(trouble: ToolError | null): 'at-once' | 'patient' | 'none' {
  if (trouble instanceof AuthRequiredError || trouble instanceof AppInactiveError || trouble instanceof StoreError) {
    return 'at-once';
  }
  if (trouble instanceof RateLimitedError && trouble.service === 'strava') return 'none';
  return trouble instanceof ServiceError || trouble instanceof PauseError ? 'patient' : 'none';
}

/** True while a run's trouble is one that a person should know of by now. */
export function isStopped(state: NoticeState, trouble: ToolError | null, now: Instant): boolean {
  const stop = urgency(trouble);
  return stop === 'at-once' || (stop === 'patient' && now - (state.stopped?.since ?? now) >= PATIENCE);
}

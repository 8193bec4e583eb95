import type { ToolError } from '../errors.ts';
import { DAY, type Instant, toIso } from '../time.ts';

/** A message to the person who set this up, far away from a terminal. */
export interface Notice {
  readonly kind: 'stopped' | 'recovered' | 'key-ends' | 'test';
  readonly title: string;
  readonly text: string;
  /** What to do, where there is something to do. */
  readonly next: string | null;
}

export function stoppedNotice({ message, hint }: Pick<ToolError, 'message' | 'hint'>, since: Instant): Notice {
  const text = `${message} No activity goes over to Strava since ${minute(since)} UTC; none is lost.`;
  return { kind: 'stopped', title: 'garmin2strava has stopped', text, next: hint };
}

export function recoveredNotice(since: Instant): Notice {
  const text = `What came since ${minute(since)} UTC is being brought over.`;
  return { kind: 'recovered', title: 'garmin2strava works again', text, next: null };
}

export function keyEndsNotice(endsAt: Instant, now: Instant): Notice {
  const days = Math.max(1, Math.ceil((endsAt - now) / DAY));
  return {
    kind: 'key-ends',
    title: `The Garmin key ends in ${days} ${days === 1 ? 'day' : 'days'}`,
    text: `On ${toIso(endsAt).slice(0, 10)} garmin2strava loses its access to Garmin.`,
    next: 'Make a new key on Garmin’s page and run `garmin2strava auth garmin`.',
  };
}

/** For a person who wants to know whether notices arrive. */
export const TEST_NOTICE: Notice = {
  kind: 'test',
  title: 'garmin2strava says hello',
  text: 'Notices arrive here. Nothing has happened.',
  next: null,
};

function minute(instant: Instant): string {
  return toIso(instant).slice(0, 16).replace('T', ' ');
}

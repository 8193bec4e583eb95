import type { GarminActivity } from './activity.ts';
import { DAY, type Instant } from './time.ts';

interface Dated {
  readonly activity: Pick<GarminActivity, 'startTime'>;
}

/** What began this recently is what people wait for; it goes before a backfill. */
const FRESH = DAY;

/** Today's activities first, then the others, oldest first: the order of a run that has more to do than fits. */
export function todayFirst<T extends Dated>(items: readonly T[], now: Instant): readonly T[] {
  const isFresh = ({ activity }: T) => now - activity.startTime < FRESH;
  return [...oldestFirst(items.filter(isFresh)), ...oldestFirst(items.filter((it) => !isFresh(it)))];
}

export function oldestFirst<T extends Dated>(items: readonly T[]): readonly T[] {
  return [...items].sort((a, b) => a.activity.startTime - b.activity.startTime);
}

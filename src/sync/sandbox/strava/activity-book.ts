import { type Instant, SECOND } from '../../time.ts';
import { completeActivity, type HeldActivity, type NewActivity } from './held-activity.ts';

/** The size of today's ids (recorded 2025): more than 32 bits. */
const FIRST_ID = 16_500_000_001;
const FIRST_FOREIGN_UPLOAD_ID = 17_500_000_001;

/** The athlete's activities. */
export class ActivityBook {
  readonly #activities = new Map<string, HeldActivity>();
  #nextId = FIRST_ID;

  get all(): readonly HeldActivity[] {
    return [...this.#activities.values()];
  }

  add(activity: Omit<HeldActivity, 'id'>): HeldActivity {
    const added = { ...activity, id: String(this.#nextId) };
    this.#nextId += 1;
    this.#activities.set(added.id, added);
    return added;
  }

  /** Adds what did not come through us. Unless it was typed in, another app uploaded it, and the row tells that id. */
  addForeign(activity: NewActivity): HeldActivity {
    const complete = completeActivity(activity);
    const uploadId = complete.manual ? null : String(FIRST_FOREIGN_UPLOAD_ID + this.#nextId - FIRST_ID);
    return this.add({ ...complete, uploadId });
  }

  change(activity: HeldActivity, changes: Partial<HeldActivity>): HeldActivity {
    const changed = { ...activity, ...changes };
    this.#activities.set(changed.id, changed);
    return changed;
  }

  remove(id: string): void {
    this.#activities.delete(id);
  }

  /**
   * The activity that Strava would call a file with this start a duplicate of. Its rule is not published; users report
   * "the same start time", whatever the name of the file. What was typed in by hand never counts here.
   */
  duplicateOf(startTime: Instant): HeldActivity | undefined {
    return this.all.find((held) => !held.manual && Math.abs(held.startTime - startTime) <= SECOND);
  }
}

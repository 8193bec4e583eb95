import type { Clock, Instant } from '../../time.ts';
import type { ZipEntry } from './zip.ts';

/** A row of Garmin's activity list, as Garmin writes it. */
export type ListRow = Readonly<Record<string, unknown>>;

/** What the download of an activity's original file answers. */
export type OriginalAnswer =
  | { readonly kind: 'zip'; readonly entries: readonly ZipEntry[] }
  /** These very bytes: a broken archive, HTML with status 200. */
  | { readonly kind: 'raw'; readonly bytes: Uint8Array; readonly contentType?: string }
  /** Garmin has no file, which it says with either status. */
  | { readonly kind: 'none'; readonly status: 404 | 500 }
  | { readonly kind: 'forbidden' };

/** One activity of the stand-in's account. */
export interface SandboxActivity {
  readonly row: ListRow;
  readonly original: OriginalAnswer;
  /** The whole detail answer; made from the row where it is left out. */
  readonly detail?: Readonly<Record<string, unknown>>;
  /** Legs of a multisport activity. Garmin names them in the detail and does not list them. */
  readonly legs?: readonly { readonly id: number; readonly typeKey: string }[];
  /** Synced late: Garmin knows the activity only from then on. */
  readonly availableFrom?: Instant;
  /** The original can be downloaded only from then on; before, it answers 404. */
  readonly fileReadyFrom?: Instant;
}

/** The id of a row as this project writes ids. */
export function idOf(row: ListRow): string {
  return String(row['activityId']);
}

/** The activities of the stand-in's account. */
export class ActivityShelf {
  readonly #clock: Clock;
  readonly #byId = new Map<string, SandboxActivity>();

  constructor(clock: Clock, activities: readonly SandboxActivity[]) {
    this.#clock = clock;
    for (const activity of activities) this.add(activity);
  }

  /** Puts an activity on the shelf, in the place of one with the same id. */
  add(activity: SandboxActivity): void {
    this.#byId.set(idOf(activity.row), activity);
  }

  remove(garminId: string): void {
    this.#byId.delete(garminId);
  }

  /** Undefined for an activity that Garmin does not know, or not yet. */
  find(garminId: string): SandboxActivity | undefined {
    const activity = this.#byId.get(garminId);
    return activity && this.#isAvailable(activity) ? activity : undefined;
  }

  /** Every row that Garmin knows by now, newest local start first. */
  rows(): ListRow[] {
    return [...this.#byId.values()]
      .filter((activity) => this.#isAvailable(activity))
      .map(({ row }) => row)
      .sort((a, b) => compare(localStart(b), localStart(a)));
  }

  isFileReady({ fileReadyFrom }: SandboxActivity): boolean {
    return fileReadyFrom === undefined || fileReadyFrom <= this.#clock.now();
  }

  #isAvailable({ availableFrom }: SandboxActivity): boolean {
    return availableFrom === undefined || availableFrom <= this.#clock.now();
  }
}

function localStart(row: ListRow): string {
  return String(row['startTimeLocal']);
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

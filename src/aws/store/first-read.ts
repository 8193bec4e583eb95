import { RECORD } from './keys.ts';
import type { Row, Table } from './table.ts';

/** Enough for the tokens, pauses and leases of a profile and the ledger's side of a page of Garmin's list. */
const ROWS = 60;

/**
 * What one read at a cold start brought. It answers for each key once: whoever asks again wants to know what has
 * changed since, which only the table can tell.
 */
export class FirstRead {
  readonly #rows: Map<string, Row>;
  readonly #lowest: string;
  readonly #answered = new Set<string>();

  private constructor(rows: readonly Row[], isAll: boolean) {
    this.#rows = new Map(rows.map((row) => [row.key, row]));
    this.#lowest = isAll ? '' : (rows.at(-1)?.key ?? '\uffff');
  }

  static async of(table: Table): Promise<FirstRead> {
    const { rows, isAll } = await table.highest(ROWS);
    return new FirstRead(rows, isAll);
  }

  /** The row, null where there is none, or undefined where the table has to be asked. */
  take(key: string): Row | null | undefined {
    if (key < this.#lowest || this.#answered.has(key)) return undefined;
    this.#answered.add(key);
    return this.#rows.get(key) ?? null;
  }

  /** What has just been written is newer than what was read. */
  forget(key: string): void {
    this.#answered.add(key);
  }

  /** Every row with a prefix, where they were all read; undefined otherwise and the second time. */
  takeAll(prefix: string): readonly Row[] | undefined {
    if (prefix < this.#lowest || prefix === RECORD || this.#answered.has(prefix)) return undefined;
    this.#answered.add(prefix);
    return [...this.#rows.values()].filter(({ key }) => key.startsWith(prefix));
  }
}

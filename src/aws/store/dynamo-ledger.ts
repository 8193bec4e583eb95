import { isOpen, type LedgerRecord } from '../../sync/ledger.ts';
import type { Ledger } from '../../sync/ports.ts';
import { readRecord, writeRecord } from '../../sync/store/record-format.ts';
import type { FirstRead } from './first-read.ts';
import { OPEN, openKey, RECORD, recordKey } from './keys.ts';
import { changedMeanwhile, damaged } from './store-errors.ts';
import type { Row, Table } from './table.ts';

/**
 * One row a record, and a marker row for each record that is open. Both change in one transaction; where the marker is
 * known to be right already, in one plain conditional write.
 */
export class DynamoLedger implements Ledger {
  readonly #table: Table;
  readonly #firstRead: () => FirstRead | null;
  /** Whether the record was open at the version that was seen last. */
  readonly #seen = new Map<string, { readonly version: number; readonly open: boolean }>();

  constructor(table: Table, firstRead: () => FirstRead | null) {
    this.#table = table;
    this.#firstRead = firstRead;
  }

  async get(garminIds: readonly string[]): Promise<ReadonlyMap<string, LedgerRecord>> {
    const keys = [...new Set(garminIds)].map(recordKey);
    const found: Row[] = [];
    const asked: string[] = [];
    for (const key of keys) {
      const row = this.#firstRead()?.take(key);
      if (row === undefined) asked.push(key);
      else if (row) found.push(row);
    }
    found.push(...(await this.#table.getMany(asked)));
    const records = found.map((row) => this.#read(row));
    return new Map(records.map((record) => [record.garminId, record]));
  }

  async open(): Promise<readonly LedgerRecord[]> {
    const markers = this.#firstRead()?.takeAll(OPEN) ?? (await collect(this.#table.withPrefix(OPEN)));
    const records = await this.get(markers.map(({ text }) => JSON.parse(text) as string));
    return [...records.values()].filter(isOpen);
  }

  async put(record: LedgerRecord): Promise<LedgerRecord> {
    const { garminId, version } = record;
    const row: Row = { key: recordKey(garminId), text: writeRecord(record), version: version + 1 };
    const write = { row, condition: { version } };
    this.#firstRead()?.forget(row.key);
    this.#firstRead()?.forget(OPEN);
    const isDone = this.#isMarkedRight(record)
      ? (await this.#table.put(write)) === null
      : await this.#table.putWith(write, marker(record));
    if (!isDone) throw changedMeanwhile(garminId);
    const stored = { ...record, version: version + 1 };
    this.#note(stored);
    return stored;
  }

  async *all(): AsyncIterable<LedgerRecord> {
    for await (const row of this.#table.withPrefix(RECORD)) yield this.#read(row);
  }

  #read(row: Row): LedgerRecord {
    const record = readRecord(row.text, row.version);
    if (!record) throw damaged(row.key);
    this.#note(record);
    return record;
  }

  #note(record: LedgerRecord): void {
    this.#seen.set(record.garminId, { version: record.version, open: isOpen(record) });
  }

  #isMarkedRight({ garminId, version, ...record }: LedgerRecord): boolean {
    if (version === 0) return !isOpen(record);
    const seen = this.#seen.get(garminId);
    return seen?.version === version && seen.open === isOpen(record);
  }
}

function marker(record: LedgerRecord): { readonly put: Row } | { readonly delete: string } {
  const key = openKey(record.garminId);
  return isOpen(record) ? { put: { key, text: JSON.stringify(record.garminId), version: 1 } } : { delete: key };
}

async function collect(rows: AsyncIterable<Row>): Promise<readonly Row[]> {
  const all: Row[] = [];
  for await (const row of rows) all.push(row);
  return all;
}

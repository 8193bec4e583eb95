import { isOpen, type LedgerRecord } from '../ledger.ts';
import type { Ledger } from '../ports.ts';
import { damaged, type FileSystem } from './file-system.ts';
import { readRecord, writeRecord } from './record-format.ts';
import { decode, encode, VersionedDirectory } from './versioned-directory.ts';

/** Ids are spread over folders by their last two characters, so that no folder grows long to list. */
const SHARD_LENGTH = 2;

/**
 * One file a record. A marker in `open/` is made before a record becomes open and removed after it has stopped being
 * so: whatever is killed in between, the markers name at least all open records.
 */
export class FileLedger implements Ledger {
  readonly #fs: FileSystem;
  readonly #path: string;

  constructor(fs: FileSystem, path: string) {
    this.#fs = fs;
    this.#path = path;
  }

  async get(garminIds: readonly string[]): Promise<ReadonlyMap<string, LedgerRecord>> {
    const records = await Promise.all([...new Set(garminIds)].map((id) => this.#read(id)));
    return new Map(records.flatMap((record) => (record ? [[record.garminId, record]] : [])));
  }

  async open(): Promise<readonly LedgerRecord[]> {
    const marked = await this.#fs.list(this.#openPath);
    const records = await this.get(marked.map(decode));
    return [...records.values()].filter(isOpen);
  }

  async put(record: LedgerRecord): Promise<LedgerRecord> {
    const { garminId, version } = record;
    if (isOpen(record)) await this.#mark(garminId);
    const stored = { ...record, version: await this.#shard(garminId).write(garminId, writeRecord(record), version) };
    if (!isOpen(record)) await this.#fs.remove(this.#marker(garminId));
    // Another process may have opened the record between our write and our removal, or removed our marker likewise.
    const latest = isOpen(record) ? record : await this.#read(garminId);
    if (latest && isOpen(latest)) await this.#mark(garminId);
    return stored;
  }

  async *all(): AsyncIterable<LedgerRecord> {
    for (const shard of await this.#fs.list(this.#path)) {
      if (shard === 'open') continue;
      const keys = await new VersionedDirectory(this.#fs, `${this.#path}/${shard}`).keys();
      yield* (await this.get(keys)).values();
    }
  }

  async #read(garminId: string): Promise<LedgerRecord | null> {
    const found = await this.#shard(garminId).read(garminId);
    if (!found) return null;
    const record = readRecord(found.value, found.version);
    if (!record) throw damaged(`${this.#shardPath(garminId)}/${encode(garminId)}.${found.version}.json`);
    return record;
  }

  async #mark(garminId: string): Promise<void> {
    const markers = await this.#fs.list(this.#openPath);
    if (markers.includes(encode(garminId))) return;
    await this.#fs.makeDirectory(this.#openPath);
    await this.#fs.writeFlushed(this.#marker(garminId), '').catch((error: unknown) => {
      // Another process marked it meanwhile: the marker is there, which is all that matters.
      if (!isExisting(error)) throw error;
    });
    await this.#fs.flushDirectory(this.#openPath);
  }

  get #openPath(): string {
    return `${this.#path}/open`;
  }

  #marker(garminId: string): string {
    return `${this.#openPath}/${encode(garminId)}`;
  }

  #shard(garminId: string): VersionedDirectory {
    return new VersionedDirectory(this.#fs, this.#shardPath(garminId));
  }

  #shardPath(garminId: string): string {
    return `${this.#path}/by-end-${encode(garminId.slice(-SHARD_LENGTH))}`;
  }
}

function isExisting(error: unknown): boolean {
  return (
    error instanceof Error && error.cause instanceof Error && 'code' in error.cause && error.cause.code === 'EEXIST'
  );
}

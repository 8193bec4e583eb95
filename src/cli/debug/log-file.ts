import { closeSync, openSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { nodeFileSystem as files } from '../../sync/store/file-system.ts';

/** So many logs are kept, the newest ones. */
const KEPT = 10;

/** A file for its owner alone, whose lines are on the disk's side as soon as they are written, so that kill -9 loses none. */
export interface LogFile {
  readonly path: string;
  /** Never throws: a full disk ends the log, not the run. */
  write(line: string): void;
  close(): void;
}

/** Null where no file can be made, which spoils no run. Older logs are removed. */
export async function openLogFile(folder: string, name: string): Promise<LogFile | null> {
  try {
    await files.makeDirectory(folder);
    const path = join(folder, `${name}.log`);
    const file = openSync(path, 'ax', 0o600);
    await removeOlder(folder);
    return {
      path,
      write: (line) => attempt(() => writeSync(file, `${line}\n`)),
      close: () => attempt(() => closeSync(file)),
    };
  } catch {
    return null;
  }
}

async function removeOlder(folder: string): Promise<void> {
  const logs = (await files.list(folder)).filter((name) => name.endsWith('.log')).sort();
  for (const name of logs.slice(0, -KEPT)) await files.remove(join(folder, name));
}

function attempt(action: () => unknown): void {
  try {
    action();
  } catch {
    // There is nobody to tell: the log is the place for that.
  }
}

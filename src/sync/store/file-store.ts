import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import type { Documents, Store } from '../ports.ts';
import type { Clock } from '../time.ts';
import { FileLedger } from './file-ledger.ts';
import { damaged, type FileSystem, nodeFileSystem } from './file-system.ts';
import { documentLeases, type Holder } from './leases.ts';
import { VersionedDirectory } from './versioned-directory.ts';

const NAME = /^(?:credentials|state)\/[a-z0-9-]+$/;

export interface FileStoreOptions {
  /** Folder of one profile; made at the first write, not before. */
  readonly root: string;
  readonly clock: Clock;
  readonly fileSystem?: FileSystem;
  /** Who takes leases; this process unless a test says otherwise. */
  readonly holder?: Holder;
}

/** The store of a laptop or a server: small private files, safe against being killed at any instant. */
export function openFileStore(options: FileStoreOptions): Store & { readonly location: string } {
  const { root, clock, fileSystem = nodeFileSystem, holder = thisProcess() } = options;
  return {
    location: root,
    ledger: new FileLedger(fileSystem, `${root}/ledger`),
    documents: fileDocuments(fileSystem, root),
    leases: documentLeases(new VersionedDirectory(fileSystem, `${root}/leases`), clock, holder),
  };
}

function fileDocuments(fileSystem: FileSystem, root: string): Documents {
  const locate = (name: string) => {
    if (!NAME.test(name)) throw new Error(`no document can be named ${name}`);
    const [folder, key = ''] = name.split('/');
    return { directory: new VersionedDirectory(fileSystem, `${root}/${folder}`), key };
  };
  return {
    async read(name) {
      const { directory, key } = locate(name);
      const found = await directory.read(key);
      if (!found) return null;
      try {
        const value: unknown = JSON.parse(found.value);
        return { value, version: found.version };
      } catch {
        throw damaged(`${root}/${name}.${found.version}.json`);
      }
    },
    write(name, value, expected) {
      const { directory, key } = locate(name);
      return directory.write(key, `${JSON.stringify(value)}\n`, expected);
    },
    delete(name) {
      const { directory, key } = locate(name);
      return directory.delete(key);
    },
  };
}

function thisProcess(): Holder {
  return {
    host: hostname(),
    pid: process.pid,
    token: randomUUID(),
    isAlive: (pid) => {
      try {
        process.kill(pid, 0);
        return true;
      } catch (error) {
        // EPERM: there is such a process, it belongs to another user.
        return error instanceof Error && 'code' in error && error.code === 'EPERM';
      }
    },
  };
}

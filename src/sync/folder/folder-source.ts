import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { basename } from 'node:path';
import type { GarminActivity } from '../activity.ts';
import { FileError } from '../errors.ts';
import { FILE_ID } from '../ledger.ts';
import type { ActivityPage, ActivitySource, Download, PageRequest, RejectedRow } from '../ports.ts';
import { readFitActivity } from './fit-activity.ts';
import { fitFilesBelow } from './fit-files.ts';

/** Letters of the hash that make an id; two recordings share it once in 10^19 pairs. */
const ID_LENGTH = 16;

interface Contents {
  /** Newest first. */
  readonly activities: readonly GarminActivity[];
  readonly rejected: readonly RejectedRow[];
  readonly paths: ReadonlyMap<string, string>;
}

/** Recordings in a folder, such as that of a watch on a cable. An activity is known by its content, not by its name. */
export class FolderSource implements ActivitySource {
  readonly kind = 'folder';
  readonly #folder: string;
  #contents: Promise<Contents> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** @throws UsageError when the folder cannot be read or holds no FIT file */
  async list({ start, limit, startDate, endDate }: PageRequest): Promise<ActivityPage> {
    const { activities, rejected } = await this.#read();
    const wanted = activities.filter(({ startTimeLocal }) => {
      const day = startTimeLocal.slice(0, 10);
      return (startDate === undefined || day >= startDate) && (endDate === undefined || day <= endDate);
    });
    const page = wanted.slice(start, start + limit);
    return { activities: page, rejected: start === 0 ? rejected : [], rows: page.length };
  }

  async find(id: string): Promise<GarminActivity | null> {
    return (await this.#read()).activities.find((activity) => activity.id === id) ?? null;
  }

  async download({ id }: Pick<GarminActivity, 'id'>): Promise<Download> {
    const path = (await this.#read()).paths.get(id);
    if (path === undefined) return { kind: 'absent', detail: 'its file is not in the folder any more' };
    const bytes = await bytesOf(path);
    if (idOf(bytes) !== id) throw changed(path);
    const { sessions } = readFitActivity(id, bytes);
    return { kind: 'files', files: [{ format: 'fit', bytes, sessions }] };
  }

  /** Every file is read once, and only what it says of itself is kept. */
  #read(): Promise<Contents> {
    this.#contents ??= readFolder(this.#folder);
    return this.#contents;
  }
}

async function readFolder(folder: string): Promise<Contents> {
  const activities: GarminActivity[] = [];
  const paths = new Map<string, string>();
  const rejected: RejectedRow[] = [];
  for (const path of await fitFilesBelow(folder)) {
    try {
      const bytes = await bytesOf(path);
      const id = idOf(bytes);
      if (paths.has(id)) continue;
      activities.push({ ...readFitActivity(id, bytes).activity, file: basename(path) });
      paths.set(id, path);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      rejected.push({ garminId: basename(path), problem: error.message.replace(/\.$/, '') });
    }
  }
  return { activities: activities.sort((a, b) => b.startTime - a.startTime), rejected, paths };
}

function idOf(bytes: Uint8Array): string {
  return `${FILE_ID}${createHash('sha256').update(bytes).digest('hex').slice(0, ID_LENGTH)}`;
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw new FileError('BROKEN', {
      message: `The file cannot be read.`,
      hint: 'Check the cable and that your user may read the file.',
      cause,
    });
  }
}

function changed(path: string): FileError {
  return new FileError('BROKEN', {
    message: `${basename(path)} has changed since it was looked at.`,
    hint: 'Run the same command again.',
  });
}

import * as v from 'valibot';
import { ConflictError } from '../errors.ts';
import type { Lease, Leases } from '../ports.ts';
import { type Clock, HOUR, toIso } from '../time.ts';
import type { VersionedDirectory } from './versioned-directory.ts';

/**
 * On its own machine a lease outlives its expiry this long while its process lives: it may only have been suspended. One
 * that has our own number but is not us is gone: in a container each new process is number 1 again.
 */
const GRACE = HOUR;

/** A process that takes leases. */
export interface Holder {
  readonly host: string;
  readonly pid: number;
  /** Tells two takers of one process apart. */
  readonly token: string;
  readonly isAlive: (pid: number) => boolean;
}

const Stored = v.object({
  host: v.string(),
  pid: v.number(),
  token: v.string(),
  since: v.number(),
  /** 0: given back. */
  expiresAt: v.number(),
});
type StoredLease = v.InferOutput<typeof Stored>;

/** Leases as versioned values: whoever writes the next version holds it. */
export function documentLeases(directory: VersionedDirectory, clock: Clock, holder: Holder): Leases {
  const read = async (name: string) => {
    const found = await directory.read(name);
    return { version: found?.version ?? 0, lease: found && parse(found.value) };
  };
  return {
    async acquire(name, ttl) {
      const current = await read(name);
      if (current.lease && isHeld(current.lease, clock, holder)) return { holder: describe(current.lease, holder) };
      const { host, pid } = holder;
      const token = `${holder.token}-${current.version}`;
      const mine: StoredLease = { host, pid, token, since: clock.now(), expiresAt: clock.now() + ttl };
      try {
        await directory.write(name, JSON.stringify(mine), current.version);
      } catch (error) {
        if (!(error instanceof ConflictError)) throw error;
        const { lease: winner } = await read(name);
        return { holder: winner ? describe(winner, holder) : 'another process' };
      }
      return { lease: heldLease(directory, clock, { name, ttl, token }) };
    },
  };
}

function heldLease(
  directory: VersionedDirectory,
  clock: Clock,
  { name, ttl, token }: { readonly name: string; readonly ttl: number; readonly token: string },
): Lease {
  const update = async (expiresAt: number) => {
    const found = await directory.read(name);
    const current = found ? parse(found.value) : null;
    if (!found || current?.token !== token) {
      throw new ConflictError({
        message: 'This run was away for so long that another one has taken over.',
        hint: 'Nothing is lost: the other run goes on with it.',
      });
    }
    await directory.write(name, JSON.stringify({ ...current, expiresAt }), found.version);
  };
  return {
    renew: () => update(clock.now() + ttl),
    release: () =>
      update(0).catch((error: unknown) => {
        if (!(error instanceof ConflictError)) throw error;
      }),
  };
}

function parse(json: string): StoredLease | null {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), json);
  return parsed.success ? parsed.output : null;
}

function isHeld(lease: StoredLease, clock: Clock, { host, pid, token, isAlive }: Holder): boolean {
  if (lease.expiresAt === 0) return false;
  if (lease.host !== host) return lease.expiresAt > clock.now();
  const isGone = lease.pid === pid && !lease.token.startsWith(`${token}-`);
  const grace = isGone ? 0 : GRACE;
  return isAlive(lease.pid) && lease.expiresAt + grace > clock.now();
}

function describe({ host, pid, since }: StoredLease, holder: Holder): string {
  return `process ${pid} on ${host === holder.host ? 'this machine' : host}, since ${toIso(since)}`;
}

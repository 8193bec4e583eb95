import * as v from 'valibot';
import { ConflictError } from '../../sync/errors.ts';
import type { Lease, Leases } from '../../sync/ports.ts';
import { type Clock, toIso } from '../../sync/time.ts';
import { leaseKey } from './keys.ts';
import type { Table } from './table.ts';

const Stored = v.object({ holder: v.string(), token: v.string(), since: v.number() });

/** Who takes leases, as others are told, and how two takers are told apart. */
export interface LeaseHolder {
  readonly name: string;
  readonly token: () => string;
}

/** Leases as rows that whoever comes next may take over once they have ended. */
export function dynamoLeases(table: Table, clock: Clock, { name: holder, token }: LeaseHolder): Leases {
  return {
    async acquire(name, ttl) {
      const key = leaseKey(name);
      const now = clock.now();
      const text = JSON.stringify({ holder, token: token(), since: now });
      const row = { key, text, version: 1, expiresAt: now + ttl };
      const inTheWay = await table.put({ row, condition: { endedBy: now } });
      if (inTheWay === null) return { lease: held(table, clock, { key, text, ttl }) };
      return { holder: inTheWay === 'gone' ? 'another run' : describe(inTheWay.text) };
    },
  };
}

function held(
  table: Table,
  clock: Clock,
  { key, text, ttl }: { readonly key: string; readonly text: string; readonly ttl: number },
): Lease {
  return {
    async renew() {
      const row = { key, text, version: 1, expiresAt: clock.now() + ttl };
      if ((await table.put({ row, condition: { text } })) !== null) throw lost();
    },
    release: () => table.delete(key, text),
  };
}

function describe(text: string): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), Stored), text);
  return parsed.success ? `${parsed.output.holder}, since ${toIso(parsed.output.since)}` : 'another run';
}

function lost(): ConflictError {
  return new ConflictError({
    message: 'This run was away for so long that another one has taken over.',
    hint: 'Nothing is lost: the other run goes on with it.',
  });
}

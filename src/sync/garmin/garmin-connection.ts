import * as v from 'valibot';
import { GARMIN_DOMAINS } from './garmin-hosts.ts';

/** Document of the way in which Garmin is connected; there is one at a time. */
export const GARMIN_CONNECTION = 'credentials/garmin';

const instant = v.optional(v.nullable(v.number()), null);
const name = v.optional(v.nullable(v.string()), null);

const KeyConnection = v.object({
  kind: v.literal('key'),
  key: v.string(),
  /** Whose account it opens, as far as Garmin told. */
  who: name,
  connectedAt: instant,
  /** When Garmin ends the key, as the user chose it there; null where nobody said. */
  keyExpiresAt: instant,
});

const AccountConnection = v.object({
  kind: v.literal('account'),
  domain: v.picklist(GARMIN_DOMAINS),
  who: name,
  connectedAt: instant,
  clientId: v.string(),
  accessToken: v.string(),
  refreshToken: v.string(),
  expiresAt: v.number(),
  refreshExpiresAt: instant,
  problem: v.optional(v.nullable(v.string()), null),
  problemAt: instant,
});

const Connection = v.variant('kind', [KeyConnection, AccountConnection]);

export type GarminKeyConnection = v.InferOutput<typeof KeyConnection>;
/** An account login, which is a token document at the same time. */
export type GarminAccountConnection = v.InferOutput<typeof AccountConnection>;
export type GarminConnection = GarminKeyConnection | GarminAccountConnection;

/** Reads the stored document; null for none, and for one that this version does not understand. */
export function readGarminConnection(stored: unknown): GarminConnection | null {
  const parsed = v.safeParse(Connection, stored);
  return parsed.success ? parsed.output : null;
}

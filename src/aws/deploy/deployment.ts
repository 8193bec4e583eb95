import * as v from 'valibot';
import type { Documents } from '../../sync/ports.ts';

/** Document of the local store that says that this profile lives in AWS, and where. */
export const DEPLOYMENT = 'state/deployment';

const Stored = v.object({
  name: v.string(),
  region: v.string(),
  account: v.string(),
  partition: v.string(),
  /** Minutes between two runs. */
  interval: v.optional(v.number(), 1),
  /** How long the log is kept. */
  retentionDays: v.optional(v.number(), 14),
  /** When it was made; null where that was not noted. */
  since: v.optional(v.nullable(v.number()), null),
});

/** The deployment of a profile. From its making on, the table is the one truth. */
export type Deployment = v.InferOutput<typeof Stored>;

/** The deployment that is on record; null for a profile that lives on this machine. */
export async function readDeployment(documents: Documents): Promise<Deployment | null> {
  const parsed = v.safeParse(Stored, (await documents.read(DEPLOYMENT))?.value ?? null);
  return parsed.success ? parsed.output : null;
}

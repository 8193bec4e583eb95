import * as v from 'valibot';
import { UsageError } from '../../sync/errors.ts';
import type { Documents } from '../../sync/ports.ts';
import type { BundleZip } from './zip.ts';

/** Beside the profile's own documents: what a rollback needs is no business of a run's. */
export const RELEASES_PROFILE = '.releases';
const RELEASES = 'releases';
/** The running one and the one before. */
const KEPT = 2;

const Stored = v.object({
  /** SHA-256 of the zips in base64. */
  code: v.string(),
  layer: v.string(),
  /** Version of this tool that it came with. */
  version: v.string(),
  /** The function's zip in base64; the layer's lies at AWS as a version of the layer. */
  zip: v.pipe(v.string(), v.base64()),
});

/** Code that was deployed once, with all that is needed to deploy it again. */
export type Release = v.InferOutput<typeof Stored>;

export function releaseOf(code: BundleZip, layer: BundleZip, version: string): Release {
  return { code: code.sha256, layer: layer.sha256, version, zip: Buffer.from(code.bytes).toString('base64') };
}

export function codeOf({ code, zip }: Release): BundleZip {
  return { sha256: code, bytes: Buffer.from(zip, 'base64') };
}

/** Keeps a release before the function goes over to it, newest first, above the one that runs at present. */
export async function keepRelease(documents: Documents, release: Release, running: string | null): Promise<void> {
  const stored = await documents.read(RELEASES);
  const known = parse(stored?.value);
  if (known[0]?.code === release.code && known[0].layer === release.layer) return;
  const below = known.slice(Math.max(0, known.findIndex(isRunning(running))));
  await documents.write(RELEASES, [release, ...below].slice(0, KEPT), stored?.version ?? 0);
}

/** The release before the running one. @throws UsageError when there is none */
export async function earlierRelease(documents: Documents, running: string | null): Promise<Release> {
  const known = parse((await documents.read(RELEASES))?.value);
  const place = known.findIndex(isRunning(running));
  const earlier = place < 0 ? undefined : known[place + 1];
  if (earlier) return earlier;
  throw new UsageError({
    message: 'There is no earlier version of the code to go back to.',
    hint: 'Without --rollback `garmin2strava deploy` puts up the code that it came with.',
  });
}

function parse(value: unknown): readonly Release[] {
  const parsed = v.safeParse(v.array(Stored), value);
  return parsed.success ? parsed.output : [];
}

function isRunning(sha256: string | null): (release: Release) => boolean {
  return ({ code }) => code === sha256;
}

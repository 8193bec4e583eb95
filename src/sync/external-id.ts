/** The name under which Strava knows one file of a Garmin activity. `leg` counts from 1; left out for a single file. */
export function externalIdOf(garminId: string, leg?: number): string {
  return leg === undefined ? `garmin_${garminId}` : `garmin_${garminId}-${leg}`;
}

/** Strava appends the file's extension to the external id that it was given. */
function withoutExtension(externalId: string): string {
  return externalId.replace(/(\.(fit|gpx|tcx))?(\.gz)?$/i, '');
}

/** True when Strava's external id is the one we gave (`expected`), extension or not. */
export function isExternalId(externalId: string | null, expected: string): boolean {
  return externalId !== null && withoutExtension(externalId) === expected;
}

export type ExternalIdOrigin = 'ours' | 'original-tool' | 'native-push';

/**
 * Who brought a Strava activity with this external id from the given Garmin activity; null where the id does not say
 * so. Strava's `garmin_push_<n>` carries Garmin's activity id; its newer `garmin_ping_<n>` carries a notification id,
 * which says nothing about the activity (public samples of 2017 to 2025).
 */
export function externalIdOrigin(externalId: string | null, garminId: string): ExternalIdOrigin | null {
  if (externalId === null) return null;
  const bare = withoutExtension(externalId);
  const ours = externalIdOf(garminId);
  if (bare === ours || (bare.startsWith(`${ours}-`) && /^\d+$/.test(bare.slice(ours.length + 1)))) return 'ours';
  if (bare === `garmin_push_${garminId}`) return 'native-push';
  if (bare === garminId && bare !== externalId) return 'original-tool';
  return null;
}

/** True when Garmin's own link to Strava brought the activity. */
export function isNativeLink(externalId: string | null): boolean {
  return externalId !== null && /^garmin_(ping|push)_/.test(externalId);
}

import type { GarminSandbox } from '../src/sync/sandbox/garmin/garmin-sandbox.ts';
import type { StravaSandbox } from '../src/sync/sandbox/strava/index.ts';

interface OriginalPorts {
  readonly garmin: GarminSandbox;
  readonly strava: StravaSandbox;
  readonly garminToken: string;
  readonly stravaToken: string;
  /** Its token table. */
  readonly readToken: () => Promise<unknown>;
  readonly writeToken: () => Promise<unknown>;
}

const KNOWN = 30;

/**
 * What the first tool of this kind did each minute: look whether the login is good, read the token, list both sides, and
 * for what is missing download, upload, and ask every second until it is there.
 */
export async function originalTick(ports: OriginalPorts): Promise<number> {
  const { garmin, strava, garminToken, stravaToken } = ports;
  const ask = (url: string, token: string, init: RequestInit = {}) =>
    fetch(url, { ...init, headers: { Authorization: `Bearer ${token}` } });
  await (await ask(`${garmin.url}/userprofile-service/socialProfile`, garminToken)).json();
  await ports.readToken();
  const there = (await (await ask(`${strava.apiUrl}/athlete/activities?per_page=${KNOWN}`, stravaToken)).json()) as {
    external_id: string | null;
  }[];
  const list = `${garmin.url}/activitylist-service/activities/search/activities?start=0&limit=${KNOWN}`;
  const rows = (await (await ask(list, garminToken)).json()) as { activityId: number }[];
  const missing = rows.filter(({ activityId }) => !there.some((it) => it.external_id?.startsWith(String(activityId))));
  for (const { activityId } of missing) {
    const file = await ask(`${garmin.url}/download-service/files/activity/${activityId}`, garminToken);
    const form = new FormData();
    form.set('data_type', 'fit');
    form.set('external_id', String(activityId));
    form.set('file', await file.blob(), `${activityId}.fit`);
    await ask(`${strava.apiUrl}/uploads`, stravaToken, { method: 'POST', body: form });
    await ports.writeToken();
  }
  return missing.length;
}

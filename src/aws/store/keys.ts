/**
 * Sort keys of the table. Read from the highest down they give, in one read, all that a cold start needs: open records'
 * markers, leases, documents, then the ledger's records with the newest Garmin ids first.
 */
export const OPEN = 'o#';
const LEASE = 'l#';
const DOCUMENT = 'd#';
export const RECORD = 'a#';

export function leaseKey(name: string): string {
  return `${LEASE}${name}`;
}

export function documentKey(name: string): string {
  return `${DOCUMENT}${name}`;
}

export function recordKey(garminId: string): string {
  return `${RECORD}${sortable(garminId)}`;
}

export function openKey(garminId: string): string {
  return `${OPEN}${sortable(garminId)}`;
}

/** Numbers in the order of their value; any other text before them, so that the newest of Garmin's stay on top. */
function sortable(garminId: string): string {
  return /^[1-9]\d{0,19}$/.test(garminId) ? garminId.padStart(20, '0') : `!${garminId}`;
}

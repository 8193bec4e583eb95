import type { Request } from 'express';

/** The body's fields as text, whether they came form-encoded or as JSON; fields that are no text, number or boolean are left out. */
export function bodyFields(req: Request): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(jsonObject(req))) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') {
      fields.set(name, String(value));
    }
  }
  return fields;
}

/** The parsed body, or an empty object where there is none. */
export function jsonObject(req: Request): Readonly<Record<string, unknown>> {
  const body: unknown = req.body;
  return typeof body === 'object' && body !== null && !Array.isArray(body) ? { ...body } : {};
}

/** A query parameter that was given once. */
export function queryText(req: Request, name: string): string | undefined {
  const value = req.query[name];
  return typeof value === 'string' ? value : undefined;
}

/** A query parameter that is a whole number and not negative. */
export function queryNumber(req: Request, name: string): number | undefined {
  const text = queryText(req, name);
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}

/** The token of `Authorization: Bearer`. Strava takes tokens from nowhere else from 2027-06-01 on. */
export function bearerToken(req: Request): string | undefined {
  return /^Bearer (\S+)$/i.exec(req.get('authorization') ?? '')?.[1];
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

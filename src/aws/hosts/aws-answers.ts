/** Names by which AWS's services say that something does not exist (SDK v3.1164 to v3.1173). */
const MISSING = new Set([
  'ResourceNotFoundException',
  'ResourceNotFound',
  'NoSuchEntityException',
  'TableNotFoundException',
  'NotFoundException',
]);

/** The answer, or null where AWS says that there is no such thing. */
export async function nullIfMissing<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof Error && MISSING.has(error.name)) return null;
    throw error;
  }
}

export function tagList(tags: Readonly<Record<string, string>>): { Key: string; Value: string }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }));
}

/** A policy as IAM gives it back: JSON, encoded as an address is. */
export function readPolicy(text: string | undefined): unknown {
  try {
    return JSON.parse(decodeURIComponent(text ?? ''));
  } catch {
    return null;
  }
}

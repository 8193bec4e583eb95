import { ConflictError } from './errors.ts';
import type { Documents } from './ports.ts';

/** Stores `value` whatever was there: for what a person has just decided. Writers who come between are overwritten. */
export async function overwrite(documents: Documents, name: string, value: unknown): Promise<void> {
  for (;;) {
    const stored = await documents.read(name);
    try {
      await documents.write(name, value, stored?.version ?? 0);
      return;
    } catch (error) {
      if (!(error instanceof ConflictError)) throw error;
    }
  }
}

import type { Decision } from '../../sync/decision.ts';
import { oneLine } from './columns.ts';

/** An activity's name as a person reads it; what it is where it has none. */
export function nameOf({ name, type, id, file }: Decision['activity']): string {
  return oneLine(name ?? '') || (file === undefined ? `${type} ${id}` : `${type}, ${oneLine(file)}`);
}

import { didYouMean, nearest } from '../../sync/nearest.ts';
import { knownGarminTypes } from '../../sync/sport.ts';
import { oneLine } from './columns.ts';

/** One sentence for each type that Garmin's catalogue, as it is known here, does not have. */
export function unknownTypes(types: readonly string[]): readonly string[] {
  const known = knownGarminTypes();
  return [...new Set(types)]
    .filter((type) => !known.includes(type))
    .map((type) => {
      const like = nearest(type, known);
      const guess = didYouMean(like.length > 0 ? like : alike(type, known));
      return `${oneLine(type)} is no type of Garmin's that this version knows.${guess && ` ${guess}`}`;
    });
}

/** Those that begin the same. */
function alike(type: string, known: readonly string[]): readonly string[] {
  const start = type.toLowerCase().slice(0, 4);
  return start.length < 3 ? [] : known.filter((it) => it.startsWith(start)).slice(0, 4);
}

import { knownGarminTypes } from '../../sync/sport.ts';

/** One sentence for each type that Garmin's catalogue, as it is known here, does not have. */
export function unknownTypes(types: readonly string[]): readonly string[] {
  const known = knownGarminTypes();
  return [...new Set(types)]
    .filter((type) => !known.includes(type))
    .map((type) => {
      const near = known.filter((it) => isNear(type, it)).slice(0, 4);
      const guess = near.length > 0 ? ` Did you mean ${near.join(', ')}?` : '';
      return `Note: ${type} is no type of Garmin's that this version knows; only activities with just that type match.${guess}`;
    });
}

/** They begin alike. */
function isNear(given: string, known: string): boolean {
  const start = given.toLowerCase().slice(0, 4);
  return start.length >= 3 && known.startsWith(start);
}

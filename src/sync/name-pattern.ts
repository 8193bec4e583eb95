import { createContext, Script } from 'node:vm';
import * as v from 'valibot';
import { Text } from './config/fields.ts';
import { UsageError } from './errors.ts';
import { SECOND } from './time.ts';

/** Tells whether a name fits; shows itself as it was written. */
export interface Pattern {
  readonly test: (name: string) => boolean;
  readonly toString: () => string;
}

/** An expression sees this much of a name: enough to tell by, and little enough for those that take the square of it. */
const LOOKED_AT = 200;
/** One with repeats inside repeats, `(a+)+$`, would take for ever. */
const PATIENCE = SECOND;

/** `*race*` (any case, `*` and `?` as in file names) or, where it begins with a slash, `/^race \d+/i`. */
export const NamePattern = v.pipe(
  Text,
  v.check(
    (text) => matcherOf(text) !== null,
    'is no regular expression; one is written as /^race \\d+/ or, with flags of i, m, s and u, as /^race \\d+/i',
  ),
  v.transform((text): Pattern => ({ test: matcherOf(text) ?? (() => false), toString: () => text })),
);

function matcherOf(text: string): Pattern['test'] | null {
  return text.startsWith('/') ? expression(text) : glob(text);
}

function expression(text: string): Pattern['test'] | null {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/s.exec(text) ?? [];
  if (source === undefined) return null;
  try {
    return patient(new RegExp(source, flags), text);
  } catch {
    return null;
  }
}

/** In a context of its own an expression can be stopped: nothing else ends one that has begun. */
function patient(regExp: RegExp, text: string): Pattern['test'] {
  const seen = { regExp, name: '' };
  const context = createContext(seen);
  const script = new Script('regExp.test(name)');
  return (name) => {
    seen.name = name.slice(0, LOOKED_AT);
    try {
      return script.runInContext(context, { timeout: PATIENCE }) === true;
    } catch (cause) {
      throw new UsageError({
        message: `The pattern ${text} finds no end on a name that it is compared with.`,
        hint: 'Take the repeats inside repeats out of it, such as (a+)+; `garmin2strava config edit` opens the config file.',
        cause,
      });
    }
  };
}

/** By two pointers instead of a regular expression: `*a*b*c` takes no longer than pattern times name. */
function glob(text: string): Pattern['test'] {
  const pattern = letters(text);
  return (name) => isMatch(pattern, letters(name));
}

function isMatch(pattern: readonly string[], name: readonly string[]): boolean {
  let at = 0;
  // Only the last star needs a second try: what stood before it has found its earliest place.
  let star = -1;
  let afterStar = 0;
  for (let index = 0; index < name.length; ) {
    const sign = pattern[at];
    if (sign === '*') {
      star = at;
      afterStar = index;
      at += 1;
    } else if (sign === '?' || sign === name[index]) {
      at += 1;
      index += 1;
    } else if (star >= 0) {
      afterStar += 1;
      index = afterStar;
      at = star + 1;
    } else return false;
  }
  return pattern.slice(at).every((sign) => sign === '*');
}

/** Upper case of lower case makes one of ς and σ, and of ß and ẞ. */
function letters(text: string): readonly string[] {
  return Array.from(text, (letter) => letter.toLowerCase().toUpperCase());
}

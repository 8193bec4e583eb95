import { types } from 'node:util';
import { createContext, Script } from 'node:vm';
import * as v from 'valibot';
import { Text } from './config/fields.ts';
import { PatternError } from './errors.ts';
import { SECOND } from './time.ts';

/** Shows itself as it was written. */
export interface Pattern {
  /** Whether the name fits. @throws PatternError when that takes too long to find out */
  readonly test: (name: string) => boolean;
  readonly toString: () => string;
}

/** An expression sees this much of a name: enough to tell by, and little enough for those that take the square of it. */
const LOOKED_AT = 200;
/** Some expressions, such as `(a+)+$`, would take for ever. */
const PATIENCE = SECOND;

const NO_EXPRESSION =
  'is no regular expression; one is written as /^race \\d+/ or, with flags of i, m, s and u, as /^race \\d+/i';

/** `*race*` (any case, `*` and `?` as in file names) or, where it begins with a slash, `/^race \d+/i`. */
export const NamePattern = v.pipe(
  Text,
  v.rawTransform(({ dataset: { value: text }, addIssue, NEVER }): Pattern => {
    const test = text.startsWith('/') ? expression(text) : glob(text);
    if (test) return { test, toString: () => text };
    addIssue({ message: NO_EXPRESSION });
    return NEVER;
  }),
);

function expression(text: string): Pattern['test'] | null {
  const regExp = regularExpression(text);
  return regExp && ((name) => isFound({ regExp, name: name.slice(0, LOOKED_AT) }, text));
}

function regularExpression(text: string): RegExp | null {
  const [, source, flags] = /^\/(.+)\/([imsu]*)$/s.exec(text) ?? [];
  if (source === undefined) return null;
  try {
    return new RegExp(source, flags);
  } catch {
    return null;
  }
}

interface Search {
  regExp: RegExp;
  name: string;
}

/** Where an expression can be stopped: nothing else ends one that has begun. One for all, made with the first use. */
let place: { readonly search: Search; readonly run: () => unknown } | null = null;

function openPlace(): NonNullable<typeof place> {
  const search: Search = { regExp: /$/, name: '' };
  const context = createContext(search);
  const script = new Script('regExp.test(name)');
  return { search, run: () => script.runInContext(context, { timeout: PATIENCE }) };
}

function isFound(wanted: Search, text: string): boolean {
  place ??= openPlace();
  Object.assign(place.search, wanted);
  try {
    return place.run() === true;
  } catch (error) {
    // It is an error of that place, which no `instanceof` knows.
    const isLate = types.isNativeError(error) && 'code' in error && error.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
    throw isLate ? endless(text) : error;
  }
}

function endless(text: string): PatternError {
  return new PatternError({
    message: `The pattern ${text} finds no end on this name.`,
    hint: 'Write it simpler, without repeats inside repeats, such as (a+)+, or many .* in a row.',
  });
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

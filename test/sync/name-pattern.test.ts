import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, test } from 'vitest';
import { NamePattern } from '../../src/sync/name-pattern.ts';

function fits(pattern: string, name: string): boolean {
  return v.parse(NamePattern, pattern).test(name);
}

function problemOf(pattern: string): string | undefined {
  return v.safeParse(NamePattern, pattern).issues?.[0].message;
}

const PUNCTUATION = [...'!"#$%&\'()+,-./:;<=>@[\\]^_`{|}~'];

describe('with * and ?', () => {
  test.each([
    ['half-marathon*', 'Half-Marathon in Bern', true],
    ['*race*', 'THE RACE', true],
    ['*race', 'race day', false],
    ['race', 'race day', false],
    ['ra?e', 'rake', true],
    ['ra?e', 'rae', false],
    ['run ?', 'Run 🏔', true],
    ['*', '', true],
    ['?', '', false],
    ['*a*b', 'ab ab', true],
    ['zürich*', 'ZÜRICH Lauf', true],
    ['*στ*ς', 'ΣΤΟ ΔΡΟΜΟΣ', true],
    ['straße', 'STRAẞE', true],
    ['a*', 'a\nb', true],
  ])('%s and %j: %s', (pattern, name, expected) => {
    expect(fits(pattern, name)).toBe(expected);
  });

  test.each(PUNCTUATION)('%s stands for itself', (sign) => {
    expect(fits(`a${sign}b*`, `A${sign}B c`)).toBe(true);
    expect(fits(`a${sign}b`, 'a b')).toBe(false);
    expect(fits(`a${sign}b`, 'ab')).toBe(false);
  });

  test('is what an expression with .* and . would be', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '-', '\n'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'B', '-', '*', '?'), minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(pattern, letters, (text, name) => {
        const expression = new RegExp(`^${text.replaceAll('*', '.*').replaceAll('?', '.')}$`, 'is');
        expect(fits(text, name)).toBe(expression.test(name));
      }),
    );
  });

  test('takes no longer for many stars', () => {
    expect(fits(`${'*e'.repeat(500)}*z`, 'e'.repeat(5_000))).toBe(false);
  });
});

describe('between slashes', () => {
  test.each([
    ['/^race \\d+/i', 'Race 12', true],
    ['/^race \\d+/', 'Race 12', false],
    ['/a\\/b/', 'a/b', true],
    ['/^.$/u', '🏔', true],
  ])('%s and %s: %s', (pattern, name, expected) => {
    expect(fits(pattern, name)).toBe(expected);
  });

  test('a name of any length is looked at up to its 200th letter', () => {
    expect(fits('/end$/', `${'x'.repeat(197)}end${'y'.repeat(1_000_000)}`)).toBe(true);
  });

  test('one that finds no end is stopped, and named', () => {
    const name = `${'a'.repeat(60)}!`;
    expect(() => fits('/^(a+)+$/', name)).toThrow('The pattern /^(a+)+$/ finds no end on this name.');
    expect(fits('/^(a+)+$/', 'aaa')).toBe(true);
    expect(fits('/b/', name)).toBe(false);
  });

  test.each(['/race/gi', '/race/y', '/race/ii', '/race', '/', '//', '/(/', '/(?<a/u'])(
    '%s is told to be none, with what is allowed',
    (pattern) => {
      expect(problemOf(pattern)).toBe(
        'is no regular expression; one is written as /^race \\d+/ or, with flags of i, m, s and u, as /^race \\d+/i',
      );
    },
  );
});

import leven from 'leven';

/** So many letters may be wrong, and less than so much of the word. */
const MOST_WRONG = 3;
const MOST_WRONG_PART = 0.6;

/** The words that are most like what was typed; none where none is like it. */
export function nearest(typed: string, words: readonly string[], mostWrong = MOST_WRONG): readonly string[] {
  const near = words.flatMap((word) => {
    const wrong = leven(typed.toLowerCase(), word, { maxDistance: mostWrong + 1 });
    const isNear = wrong <= mostWrong && wrong < MOST_WRONG_PART * Math.max(typed.length, word.length);
    return isNear ? [{ word, wrong }] : [];
  });
  const least = Math.min(...near.map(({ wrong }) => wrong));
  return near.filter(({ wrong }) => wrong === least).map(({ word }) => word);
}

/** The question after a word that is none; empty where there is nothing to propose. */
export function didYouMean(words: readonly string[]): string {
  return words.length > 0 ? `Did you mean ${words.join(' or ')}?` : '';
}

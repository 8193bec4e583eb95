const OF_A_TYPE = 'is a field of each type under `sports` in the config file';
const NO_WAY = "cannot be set, Strava's API has no way for it: set the default in Strava's own settings";

/** What people look for in vain, and what to do instead. */
const OFTEN_WANTED: Readonly<Record<string, string>> = {
  visibility: NO_WAY,
  private: NO_WAY,
  privacy: NO_WAY,
  title: OF_A_TYPE,
  description: OF_A_TYPE,
  gear: OF_A_TYPE,
  trainer: OF_A_TYPE,
  commute: OF_A_TYPE,
  mute: OF_A_TYPE,
  hidefromhome: 'is called `mute` here, a field of each type under `sports` in the config file',
};

/** Null for a word that is none of them, however it is spelt. */
export function oftenWanted(word: string): string | null {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(OFTEN_WANTED, plain) ? (OFTEN_WANTED[plain] ?? null) : null;
}

import { overwrite } from '../../sync/documents.ts';
import { AuthRequiredError, UsageError } from '../../sync/errors.ts';
import { GARMIN_CONNECTION, type GarminKeyConnection } from '../../sync/garmin/garmin-connection.ts';
import { API_KEY_PAGE } from '../../sync/garmin/garmin-errors.ts';
import { tryPersonalKey } from '../../sync/garmin/personal-key.ts';
import { GARMIN_TOKEN } from '../../sync/garmin/personal-token.ts';
import { DAY, type Instant } from '../../sync/time.ts';
import type { AuthSession } from './auth-session.ts';

const HOW_TO_MAKE_ONE = `Garmin gives out keys for personal use, for 30 to 365 days.
  1. Open ${API_KEY_PAGE} and choose "Create Key".
  2. Choose how long it shall hold; 365 days spares you the most work.
  3. Copy the key: Garmin shows it once.`;
const WITHOUT = 'Set G2S_GARMIN_API_KEY or G2S_GARMIN_API_KEY_FILE.';
/** What Garmin's page offers, in days. */
const LIVES = [365, 180, 90, 30];

export interface KeyFlags {
  /** False: only print the address of the key page. */
  readonly browser: boolean;
  /** `2027-11-24` or `365d`, from today on. */
  readonly expires?: string;
}

/** `auth garmin` with a Personal API key: asked for, tried, kept. @throws ToolError */
export async function connectWithKey(session: AuthSession, flags: KeyFlags): Promise<GarminKeyConnection> {
  const { store, clock } = session;
  const now = clock.now();
  const given = flags.expires === undefined ? null : parseExpiry(flags.expires, now);
  const { key, who, token } = await goodKey(session, flags.browser);
  const connection: GarminKeyConnection = { kind: 'key', key, who, connectedAt: now, keyExpiresAt: given };
  // Kept before the next question: Garmin shows a key only once.
  await overwrite(store.documents, GARMIN_CONNECTION, connection);
  await overwrite(store.documents, GARMIN_TOKEN, token);
  if (given !== null || !session.canAsk) return connection;
  const dated = { ...connection, keyExpiresAt: await askExpiry(session) };
  await overwrite(store.documents, GARMIN_CONNECTION, dated);
  return dated;
}

/** The environment's key, or one that a person types, as often as it takes. @throws ToolError, also where Garmin refuses the former */
async function goodKey(session: AuthSession, browser: boolean) {
  const { settings, clock, fetch, canAsk, say } = session;
  const { apiKey, personalApiUrl: url } = settings.garmin;
  if (apiKey === null && canAsk) await guide(session, browser);
  for (;;) {
    const key = apiKey ?? (await askKey(session));
    try {
      return { key, ...(await tryPersonalKey({ apiKey: key, url, clock, fetch })) };
    } catch (error) {
      if (!(error instanceof AuthRequiredError)) throw error;
      if (apiKey !== null) throw ofEnvironment(error);
      say(`${error.message} Copy all of it, or make a new one at ${API_KEY_PAGE}.`);
    }
  }
}

/** Whoever is asked for no key cannot mend it here. */
function ofEnvironment({ message }: AuthRequiredError): AuthRequiredError {
  return new AuthRequiredError('garmin', 'REJECTED', {
    message,
    hint: `The key is that of G2S_GARMIN_API_KEY (or its file): set it to a new one of ${API_KEY_PAGE}, or unset it.`,
  });
}

async function guide({ say, openBrowser }: AuthSession, browser: boolean): Promise<void> {
  say(HOW_TO_MAKE_ONE);
  if (browser) await openBrowser(API_KEY_PAGE);
}

function askKey({ prompts }: AuthSession): Promise<string> {
  return prompts.secret({
    message: 'Personal API key:',
    without: WITHOUT,
    check: (it) => (/^\S+$/.test(it) ? null : 'Copy the key from the page, it has no spaces.'),
  });
}

async function askExpiry({ prompts, clock }: AuthSession): Promise<Instant | null> {
  const answer = await prompts.choose({
    message: 'How long does the key hold? (to warn you in time)',
    without: 'Add --expires 365d.',
    choices: [
      ...LIVES.map((days) => ({ value: `${days}d`, name: `${days} days from today` })),
      { value: 'date', name: 'until a date' },
      { value: 'unknown', name: 'I do not know' },
    ],
  });
  if (answer === 'unknown') return null;
  if (answer !== 'date') return parseExpiry(answer, clock.now());
  const date = await prompts.text({
    message: 'Until which day? (2027-11-24)',
    without: 'Add --expires 2027-11-24.',
    check: (it) => (expiryOf(it, clock.now()) === null ? 'Give a day to come, as 2027-11-24.' : null),
  });
  return parseExpiry(date, clock.now());
}

/** @throws UsageError */
function parseExpiry(text: string, now: Instant): Instant {
  const expiry = expiryOf(text, now);
  if (expiry !== null) return expiry;
  throw new UsageError({
    message: `--expires is no day to come: ${text}`,
    hint: 'Use a date as 2027-11-24, or days from today as 365d.',
  });
}

function expiryOf(text: string, now: Instant): Instant | null {
  const days = /^([1-9]\d{0,3})d$/.exec(text)?.[1];
  if (days !== undefined) return now + Number(days) * DAY;
  const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
  const isReal = !Number.isNaN(date) && new Date(date).toISOString().startsWith(text);
  return isReal && date > now ? date : null;
}

import { URL_VARIABLES } from '../../sync/accounts/service-urls.ts';
import { ToolError } from '../../sync/errors.ts';
import { type Environment, readSettings, type Settings } from '../settings.ts';

/** What a variable is about. */
export type Need = 'profile' | 'garmin' | 'strava';

/** Every variable that {@link readSettings} may refuse. */
const REFUSABLE = [
  ...URL_VARIABLES,
  'G2S_PROFILE',
  'G2S_GARMIN_API_KEY_FILE',
  'G2S_STRAVA_CLIENT_SECRET_FILE',
  'G2S_PASSPHRASE_FILE',
] as const;

export interface SoundSettings {
  /** As set, but for the variables that cannot be used. */
  readonly settings: Settings;
  readonly faults: readonly ToolError[];
  /** What nothing can be said about, because its variables are wrong. */
  readonly spoiled: ReadonlySet<Need>;
}

/** The settings with each variable judged alone, so that a wrong one hides neither the others nor what they set. */
export async function soundSettings(env: Environment): Promise<SoundSettings> {
  const found = await Promise.all(REFUSABLE.map(async (name) => ({ name, fault: await faultOf(name, env) })));
  const wrong = found.flatMap(({ name, fault }) => (fault ? [{ name, fault }] : []));
  const left = Object.fromEntries(Object.entries(env).filter(([name]) => !wrong.some((it) => it.name === name)));
  return {
    settings: await readSettings(left),
    faults: wrong.map(({ fault }) => fault),
    spoiled: new Set(wrong.flatMap(({ name }) => aboutWhat(name))),
  };
}

async function faultOf(name: (typeof REFUSABLE)[number], env: Environment): Promise<ToolError | null> {
  try {
    // The secret itself comes before the file that holds it.
    const direct = name.replace(/_FILE$/, '');
    await readSettings({ HOME: env.HOME, [direct]: env[direct], [name]: env[name] });
    return null;
  } catch (error) {
    if (error instanceof ToolError) return error;
    throw error;
  }
}

function aboutWhat(name: string): readonly Need[] {
  if (name === 'G2S_PROFILE') return ['profile'];
  if (name.startsWith('G2S_GARMIN_')) return ['garmin'];
  return name.startsWith('G2S_STRAVA_') ? ['strava'] : [];
}

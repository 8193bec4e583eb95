import type { Store } from '../../sync/ports.ts';
import type { Context } from '../context.ts';
import { openStore } from '../ports.ts';
import { columnsOf, wrapText } from '../present/columns.ts';
import { type Paint, painter } from '../present/style.ts';
import { NO_PROMPTS, type Prompts } from '../prompts.ts';
import { readSettings, type Settings } from '../settings.ts';

/** What every step of `auth` works with. */
export interface AuthSession extends Pick<Context, 'clock' | 'fetch' | 'signal' | 'randomBytes' | 'openBrowser'> {
  readonly settings: Settings;
  readonly store: Store;
  readonly prompts: Prompts;
  /** False where every question would end the command. */
  readonly canAsk: boolean;
  /** False where the user wants no command to wait for a person. */
  readonly mayWait: boolean;
  readonly stdin: Context['stdin'];
  readonly paint: Paint;
  /** Guides the person: a line on stderr. */
  readonly say: (text: string) => void;
  /** The result: a line on stdout. */
  readonly tell: (text: string) => void;
}

/** @throws UsageError when a setting cannot be used */
export async function openAuth(context: Context, { input }: { readonly input: boolean }): Promise<AuthSession> {
  const { clock, fetch, signal, randomBytes, openBrowser, stdin, stdout, stderr, env } = context;
  const settings = await readSettings(env);
  const prompts = input ? context.prompts : null;
  return {
    ...{ clock, fetch, signal, randomBytes, openBrowser, stdin, settings },
    store: await openStore(settings, context),
    prompts: prompts ?? NO_PROMPTS,
    canAsk: prompts !== null,
    mayWait: input,
    paint: painter(stderr, env),
    say: (text) => void stderr.write(`${wrapText(text, columnsOf(stderr))}\n`),
    tell: (text) => void stdout.write(`${wrapText(text, columnsOf(stdout))}\n`),
  };
}

import { gearNames } from '../../sync/actions.ts';
import { AuthRequiredError, UsageError } from '../../sync/errors.ts';
import { APP_PAGE, authorizeUrl } from '../../sync/strava/strava-oauth.ts';
import type { StravaApp } from '../../sync/strava/token-endpoint.ts';
import { MINUTE } from '../../sync/time.ts';
import { loadConfig } from '../config-file.ts';
import type { AuthSession } from './auth-session.ts';
import { type CallbackRequest, listenForCallback } from './callback-server.ts';
import { pastedCallback } from './pasted-callback.ts';

const TIME_OUT = 5 * MINUTE;
const STATE_BYTES = 32;

export interface ConsentFlags {
  /** False: only print the address. */
  readonly browser: boolean;
  readonly port: number;
}

/** What a person agrees to, and how. */
export interface ConsentRequest extends ConsentFlags {
  readonly app: StravaApp;
  /** Show Strava's page also where everything was granted before. */
  readonly force: boolean;
}

/**
 * Sends the person to Strava's page and gives what came back to `settle`, while the browser waits for the page that
 * `settle` shows. The listener is gone afterwards, however it ends.
 * @throws UsageError when the port is in use; AuthRequiredError when nobody answers in time; whatever `settle` throws
 */
export async function askConsent<T>(
  session: AuthSession,
  { app, force, port, browser }: ConsentRequest,
  settle: (request: CallbackRequest) => Promise<T>,
): Promise<T> {
  if (!session.mayWait) throw nobodyThere();
  const state = Buffer.from(session.randomBytes(STATE_BYTES)).toString('base64url');
  const listener = await listenForCallback({ port, state });
  try {
    const { redirectUri } = listener;
    const { config } = await loadConfig(session.settings);
    const ask = { clientId: app.clientId, redirectUri, state, force, gear: gearNames(config.sports).length > 0 };
    const url = authorizeUrl(session.settings.strava.oauthUrl, ask);
    await show(session, url, browser);
    return await settle(await firstAnswer(session, listener.received, browser ? null : state));
  } finally {
    await listener.close();
  }
}

/** `--no-input`: somebody would have to answer on Strava's page. */
function nobodyThere(): UsageError {
  return new UsageError({
    message: "Strava's consent wants a person, and --no-input says that there is none.",
    hint: 'Run `garmin2strava auth strava` without it, or set G2S_STRAVA_REFRESH_TOKEN, or bring a login with `garmin2strava auth import`.',
  });
}

async function show({ say, tell, openBrowser }: AuthSession, url: string, browser: boolean): Promise<void> {
  if (browser) {
    say(`Opening Strava in your browser. If none opens, go to:\n${url}\n`);
    await openBrowser(url);
  } else {
    say('Open this address in a browser:');
    tell(url);
  }
  say(`Waiting for your answer on Strava's page, for ${TIME_OUT / MINUTE} minutes at most (Ctrl-C ends it).`);
}

/** `pasteState` is the state that a pasted address must have; null takes none. */
async function firstAnswer(
  session: AuthSession,
  received: Promise<CallbackRequest>,
  pasteState: string | null,
): Promise<CallbackRequest> {
  const done = new AbortController();
  const signal = AbortSignal.any([session.signal, done.signal]);
  const answers = [received, timeOut(session, signal), interruption(session.signal)];
  if (pasteState !== null) {
    const respond = async () => undefined;
    answers.push(pastedCallback(session, pasteState, signal).then((callback) => ({ callback, respond })));
  }
  try {
    return await Promise.race(answers);
  } finally {
    done.abort();
  }
}

async function timeOut({ clock }: AuthSession, signal: AbortSignal): Promise<never> {
  await clock.sleep(TIME_OUT, signal);
  if (signal.aborted) return new Promise(() => undefined);
  throw new AuthRequiredError('strava', 'MISSING', {
    message: `Nobody answered on Strava's page within ${TIME_OUT / MINUTE} minutes.`,
    hint: `Run the same command again. If Strava's page said "client_id invalid", copy the id anew from ${APP_PAGE}; if it said "redirect_uri invalid", set "Authorization Callback Domain" to localhost there.`,
  });
}

function interruption(signal: AbortSignal): Promise<never> {
  return new Promise((_resolve, reject) => {
    const stop = () => reject(new Error('interrupted'));
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
}

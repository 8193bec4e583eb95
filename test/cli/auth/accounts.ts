import { type Bench, fenixRun, openBench } from '../../support/bench.ts';
import { freePort } from '../../support/free-port.ts';
import type { ScriptedAnswer } from '../../support/scripted-prompts.ts';
import { scriptedPrompts } from '../../support/scripted-prompts.ts';

/** Nothing is connected, and nothing is set but where the services are. */
export const NOTHING_SET = {
  G2S_GARMIN_API_KEY: '',
  G2S_STRAVA_CLIENT_ID: '',
  G2S_STRAVA_CLIENT_SECRET: '',
  G2S_STRAVA_REFRESH_TOKEN: '',
};

/** Only Strava's app is set. */
export const APP_SET = { G2S_GARMIN_API_KEY: '', G2S_STRAVA_REFRESH_TOKEN: '' };

export interface AuthBench extends Bench {
  /** The port that `auth strava` shall listen on. */
  readonly port: string;
}

export async function openAuthBench(): Promise<AuthBench> {
  const bench = await openBench([await fenixRun({ row: { ownerFullName: 'Sample Runner' } })]);
  return { ...bench, port: String(await freePort()) };
}

/** What a browser does when its user agrees to these scopes, or to all; the address that Strava sends it back to. */
export async function agree(url: string, scopes?: readonly string[]): Promise<string> {
  const asked = new URL(url);
  const form = new URLSearchParams({ decision: 'authorize' });
  for (const name of ['client_id', 'redirect_uri', 'state']) form.set(name, asked.searchParams.get(name) ?? '');
  for (const scope of scopes ?? (asked.searchParams.get('scope') ?? '').split(',')) form.append('scope', scope);
  const answer = await fetch(`${asked.origin}/oauth/accept_application`, {
    method: 'POST',
    body: form,
    redirect: 'manual',
  });
  return answer.headers.get('location') ?? '';
}

export interface Browser {
  readonly open: (url: string) => Promise<void>;
  /** The pages that it ended on. */
  readonly pages: () => Promise<readonly string[]>;
}

/** A browser whose user agrees, to these scopes in each round or to all. */
export function agreeingBrowser(...rounds: readonly (readonly string[])[]): Browser {
  const left = [...rounds];
  const visits: Promise<string>[] = [];
  const visit = async (url: string) => (await fetch(await agree(url, left.shift()))).text();
  return {
    async open(url) {
      // It goes on by itself, as a browser does. Pages of the real services are for people only.
      if (new URL(url).hostname === '127.0.0.1') visits.push(visit(url));
    },
    pages: () => Promise.all(visits),
  };
}

export function person(...script: readonly ScriptedAnswer[]) {
  return scriptedPrompts(script);
}

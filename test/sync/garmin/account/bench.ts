import { onTestFinished } from 'vitest';
import {
  type AccountLoginOptions,
  type SignInDialogue,
  signInWithPassword,
} from '../../../../src/sync/garmin/account/account-login.ts';
import { DI_CLIENT_IDS } from '../../../../src/sync/garmin/account/di-tokens.ts';
import type { GarminAccountConnection } from '../../../../src/sync/garmin/garmin-connection.ts';
import { type GarminSandbox, startGarminSandbox } from '../../../../src/sync/sandbox/garmin/garmin-sandbox.ts';
import type { GarminSandboxSettings } from '../../../../src/sync/sandbox/garmin/settings.ts';
import { type ManualClock, manualClock } from '../../../support/manual-clock.ts';
import { START } from '../bench.ts';

export const LOGIN = /^\/(mobile|portal)\/api\/login$/;
export const DI = /^\/di-oauth2-service\/oauth\/token$/;
export const PROFILE = /socialProfile$/;

export interface SignInBench {
  readonly clock: ManualClock;
  readonly garmin: GarminSandbox;
  readonly options: AccountLoginOptions;
  /** Signs in with the account's own password unless told, typing these codes one after the other. */
  signIn(typed?: { readonly password?: string; readonly codes?: readonly string[] }): Promise<GarminAccountConnection>;
  /** What the person was asked and told on the way. */
  readonly dialogue: readonly string[];
  logins(): readonly string[];
}

export async function openSignIn(
  settings: Partial<GarminSandboxSettings> = {},
  changes: Partial<AccountLoginOptions> = {},
): Promise<SignInBench> {
  const clock = manualClock(START);
  const garmin = await startGarminSandbox({ clock, settings });
  onTestFinished(() => garmin.close());
  const options: AccountLoginOptions = {
    domain: 'garmin.com',
    hosts: { api: garmin.url, sso: garmin.url, di: garmin.url },
    clientIds: DI_CLIENT_IDS,
    fetch: globalThis.fetch,
    clock,
    signal: new AbortController().signal,
    ...changes,
  };
  const dialogue: string[] = [];
  const signIn: SignInBench['signIn'] = ({ password = garmin.account.password, codes = [] } = {}) => {
    const left = [...codes];
    const person: SignInDialogue = {
      async askCode(sentTo, isAgain) {
        dialogue.push(`${isAgain ? 'again: ' : ''}code sent to ${sentTo}`);
        return left.shift() ?? 'no-more';
      },
      onPortal: (seconds) => void dialogue.push(`portal, ${seconds} s`),
    };
    return signInWithPassword(options, { email: garmin.account.email, password }, person);
  };
  const logins = () => garmin.requests.filter(({ path }) => LOGIN.test(path)).map(({ path }) => path);
  return { clock, garmin, options, signIn, dialogue, logins };
}

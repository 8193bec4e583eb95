import type { GarminAccountConnection } from '../garmin-connection.ts';
import type { GarminHosts } from '../garmin-hosts.ts';
import { type DiTokens, exchangeTicket, refreshTokens, type ServiceTicket } from './di-tokens.ts';
import { verifyToken } from './profile.ts';
import { type Password, SignIn, type SignInOptions } from './sign-in.ts';
import type { SignInAnswer } from './sign-in-answer.ts';
import { signInError, tooManyCodes } from './sign-in-errors.ts';
import { mobileFlow, portalFlow, type SignInFlow } from './sign-in-flow.ts';

const CODE_TRIES = 5;

export interface AccountLoginOptions extends Omit<SignInOptions, 'sso'> {
  readonly hosts: GarminHosts;
  readonly clientIds: readonly string[];
}

/** What a sign-in asks of a person and tells them on its way. */
export interface SignInDialogue {
  /** Asks for the code that Garmin sent; `isAgain` after a wrong one. */
  askCode(sentTo: string, isAgain: boolean): Promise<string>;
  /** The first way in is closed and the second is slow: `seconds` pass. */
  onPortal(seconds: number): void;
}

/**
 * Signs in with e-mail and password, and the code where Garmin wants one. The password is looked at by Garmin once at
 * most: the portal is tried only when the mobile sign-in was turned away before that.
 * @throws AuthRequiredError, RateLimitedError, ServiceError
 */
export async function signInWithPassword(
  options: AccountLoginOptions,
  password: Password,
  dialogue: SignInDialogue,
): Promise<GarminAccountConnection> {
  const mobile = mobileFlow(options.domain);
  const first = await converse(options, mobile, password, dialogue);
  if (first.kind === 'ticket') return redeem(options, { ticket: first.ticket, service: mobile.service });
  if (!wasNotLookedAt(first)) throw signInError(first, options.clock.now());
  const portal = portalFlow(options.domain);
  dialogue.onPortal(portal.pause / 1_000);
  const second = await converse(options, portal, password, dialogue);
  if (second.kind === 'ticket') return redeem(options, { ticket: second.ticket, service: portal.service });
  throw signInError(second, options.clock.now());
}

/** Signs in with a ticket that the user fetched with the own browser. @throws AuthRequiredError, ServiceError */
export async function signInWithTicket(options: AccountLoginOptions, ticket: string): Promise<GarminAccountConnection> {
  return redeem(options, { ticket, service: mobileFlow(options.domain).service });
}

/**
 * Takes over tokens of another tool. One that has run out is renewed, which ends the other tool's copy.
 * @throws AuthRequiredError when Garmin refuses them; ServiceError
 */
export async function adoptTokens(options: AccountLoginOptions, tokens: DiTokens): Promise<GarminAccountConnection> {
  const isAlive = tokens.expiresAt > options.clock.now();
  const { hosts, fetch, clock } = options;
  const usable = isAlive ? tokens : await refreshTokens({ di: hosts.di, fetch, clock }, tokens);
  return verified(options, usable);
}

type Outcome = Exclude<SignInAnswer, { kind: 'code' }>;

async function converse(
  options: AccountLoginOptions,
  flow: SignInFlow,
  password: Password,
  dialogue: SignInDialogue,
): Promise<Outcome> {
  const signIn = new SignIn({ ...options, sso: options.hosts.sso }, flow);
  const answer = await signIn.start(password);
  if (answer.kind !== 'code') return answer;
  for (let tries = 0; tries < CODE_TRIES; tries += 1) {
    const code = await dialogue.askCode(answer.sentTo, tries > 0);
    const verdict = await signIn.verify(code, answer.method);
    if (verdict.kind === 'ticket') return verdict;
    // From here on the password has been accepted: another flow would send it a second time.
    if (verdict.kind === 'rate-limited' || verdict.kind === 'turned-away') {
      throw signInError(verdict, options.clock.now());
    }
  }
  throw tooManyCodes();
}

function wasNotLookedAt(answer: Exclude<Outcome, { kind: 'ticket' }>): boolean {
  return answer.kind === 'turned-away' || (answer.kind === 'refused' && /CAPTCHA/i.test(answer.type));
}

async function redeem(options: AccountLoginOptions, ticket: ServiceTicket): Promise<GarminAccountConnection> {
  const { hosts, clientIds, fetch, clock } = options;
  const tokens = await exchangeTicket({ di: hosts.di, clientIds, fetch, clock }, ticket);
  return verified(options, tokens);
}

async function verified(
  { hosts, domain, fetch, clock }: AccountLoginOptions,
  tokens: DiTokens,
): Promise<GarminAccountConnection> {
  const who = await verifyToken({ api: hosts.api, fetch }, tokens.accessToken);
  return { kind: 'account', domain, who, connectedAt: clock.now(), ...tokens, problem: null, problemAt: null };
}

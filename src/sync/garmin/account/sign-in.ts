import { type Fetch, type HttpAnswer, send } from '../../http.ts';
import { type Clock, SECOND } from '../../time.ts';
import type { GarminDomain } from '../garmin-hosts.ts';
import { CookieJar } from './cookie-jar.ts';
import { readSignInAnswer, type SignInAnswer } from './sign-in-answer.ts';
import { flowQuery, portalFlow, type SignInFlow } from './sign-in-flow.ts';

const TIMEOUT = 30 * SECOND;

export interface SignInOptions {
  readonly domain: GarminDomain;
  /** `https://sso.garmin.com` */
  readonly sso: string;
  readonly fetch: Fetch;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

export interface Password {
  readonly email: string;
  readonly password: string;
}

/** One conversation with Garmin's sign-in: page, password, code, with the cookies that hold it together. */
export class SignIn {
  readonly #options: SignInOptions;
  readonly #flow: SignInFlow;
  readonly #cookies = new CookieJar();

  constructor(options: SignInOptions, flow: SignInFlow) {
    this.#options = options;
    this.#flow = flow;
  }

  /** Sends the password, once. @throws ServiceError when there is no answer */
  async start({ email, password }: Password): Promise<SignInAnswer> {
    const { clock, signal } = this.#options;
    await this.#openPage();
    await clock.sleep(this.#flow.pause, signal);
    signal.throwIfAborted();
    const body = { username: email, password, rememberMe: true, captchaToken: '' };
    return readSignInAnswer(await this.#post(this.#flow, 'login', body));
  }

  /** Sends a code; anything but a ticket or a rate limit means that it was the wrong one. */
  async verify(code: string, method: string): Promise<SignInAnswer> {
    const body = {
      mfaMethod: method,
      mfaVerificationCode: code,
      rememberMyBrowser: true,
      reconsentList: [],
      mfaSetup: false,
    };
    const answer = readSignInAnswer(await this.#post(this.#flow, 'mfa/verifyCode', body));
    if (answer.kind !== 'rate-limited' && answer.kind !== 'turned-away') return answer;
    // The portal counts in a bucket of its own, and the session is the same there (python-garminconnect 0.3.11).
    return readSignInAnswer(await this.#post(portalFlow(this.#options.domain), 'mfa/verifyCode', body));
  }

  /** The page only gives cookies; a sign-in without them has been seen to work too. */
  async #openPage(): Promise<void> {
    const { clientId, service, page, name } = this.#flow;
    const query = new URLSearchParams(name === 'mobile' ? { clientId } : { clientId, service });
    await this.#send(`${page}?${query}`, { headers: { 'User-Agent': this.#flow.userAgent, Accept: 'text/html' } });
  }

  #post(flow: SignInFlow, path: string, body: object): Promise<HttpAnswer> {
    const origin = new URL(this.#options.sso).origin;
    return this.#send(`/${flow.name}/api/${path}?${flowQuery(flow)}`, {
      method: 'POST',
      headers: {
        'User-Agent': this.#flow.userAgent,
        Accept: 'application/json, text/plain, */*',
        'Content-Type': 'application/json',
        Origin: origin,
        Referer: `${origin}${this.#flow.page}`,
      },
      body: JSON.stringify(body),
    });
  }

  async #send(path: string, init: RequestInit & { readonly headers: Record<string, string> }): Promise<HttpAnswer> {
    const { sso, fetch } = this.#options;
    const headers = { ...init.headers, ...this.#cookies.header() };
    const answer = await send({ fetch, service: 'garmin', timeout: TIMEOUT }, `${sso}${path}`, { ...init, headers });
    this.#cookies.keep(answer.headers);
    return answer;
  }
}

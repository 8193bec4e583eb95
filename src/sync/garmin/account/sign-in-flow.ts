import { SECOND } from '../../time.ts';
import type { GarminDomain } from '../garmin-hosts.ts';

/** One of the ways in that Garmin's own apps use. They have the same bodies. */
export interface SignInFlow {
  readonly name: 'mobile' | 'portal';
  readonly clientId: string;
  /** For whom the service ticket is; the token host wants to hear it again. */
  readonly service: string;
  /** Path of the page that a person would see, which sets the first cookies. */
  readonly page: string;
  readonly userAgent: string;
  /** Milliseconds between page and password: faster than a person types means a challenge. */
  readonly pause: number;
}

const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148';
const DESKTOP =
  'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36';

/** The mobile app's sign-in, with the pair of client and service that matin/garth recorded in March 2026. */
export function mobileFlow(domain: GarminDomain): SignInFlow {
  return {
    name: 'mobile',
    clientId: 'GCM_ANDROID_DARK',
    service: `https://mobile.integration.${domain}/gcm/android`,
    page: '/mobile/sso/en/sign-in',
    userAgent: IPHONE,
    pause: 0,
  };
}

/** The web site's sign-in, for when the mobile one turns us away (python-garminconnect 0.3.11). */
export function portalFlow(domain: GarminDomain): SignInFlow {
  return {
    name: 'portal',
    clientId: 'GarminConnect',
    service: `https://connect.${domain}/app`,
    page: '/portal/sso/en-US/sign-in',
    userAgent: DESKTOP,
    pause: 15 * SECOND,
  };
}

/** The query that all requests of a flow carry. */
export function flowQuery({ clientId, service }: SignInFlow): URLSearchParams {
  return new URLSearchParams({ clientId, locale: 'en-US', service });
}

/** Page on which a person signs in with the own browser; its ticket is then pasted here. */
export function browserSignInUrl(sso: string, domain: GarminDomain): string {
  const { clientId, service } = mobileFlow(domain);
  return `${sso}/mobile/sso/en_US/sign-in?${new URLSearchParams({ clientId, service })}`;
}

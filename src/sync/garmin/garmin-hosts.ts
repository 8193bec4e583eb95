export const GARMIN_DOMAINS = ['garmin.com', 'garmin.cn'] as const;

/** Accounts of mainland China live on hosts of their own. */
export type GarminDomain = (typeof GARMIN_DOMAINS)[number];

/** Origins of the private API, as the mobile app uses it. */
export interface GarminHosts {
  /** Activities and profile. */
  readonly api: string;
  /** Sign-in. */
  readonly sso: string;
  /** Tokens. */
  readonly di: string;
}

/** Hosts of a domain, each replaced by its setting where there is one (python-garminconnect 0.3.11). */
export function garminHosts(
  domain: GarminDomain,
  overrides: { readonly [K in keyof GarminHosts]: string | null },
): GarminHosts {
  return {
    api: overrides.api ?? `https://connectapi.${domain}`,
    sso: overrides.sso ?? `https://sso.${domain}`,
    di: overrides.di ?? `https://diauth.${domain}`,
  };
}

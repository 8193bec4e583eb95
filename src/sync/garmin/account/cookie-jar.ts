/**
 * Cookies of one sign-in with one host: they live for a minute and go nowhere else, so domain, path and expiry need no
 * looking at.
 */
export class CookieJar {
  readonly #cookies = new Map<string, string>();

  /** Takes over what an answer sets; an empty value takes a cookie away. */
  keep(headers: Headers): void {
    for (const line of headers.getSetCookie()) {
      const [pair = ''] = line.split(';', 1);
      const at = pair.indexOf('=');
      const name = pair.slice(0, at).trim();
      const value = pair.slice(at + 1).trim();
      if (at < 1 || name === '') continue;
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }

  /** The `Cookie` header of the next request; without cookies none. */
  header(): { readonly Cookie?: string } {
    const pairs = [...this.#cookies].map(([name, value]) => `${name}=${value}`);
    return pairs.length === 0 ? {} : { Cookie: pairs.join('; ') };
  }
}

const HIDDEN = '[hidden]';

/** Shapes that only secrets and people's data have. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Whatever comes after these words.
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [
    /("?\b(?:access_?token|refresh_?token|client_?secret|api_?key|password|authorization|cookie|set-cookie|code|ticket|secret|token)\b"?\s*[:=]\s*)("[^"]*"|[^\s,;&}]+)/gi,
    `$1${HIDDEN}`,
  ],
  // JSON web tokens, long keys in hex or base64.
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]+)?/g, HIDDEN],
  [/\b(?=[\w+-]*\d)(?=[\w+-]*[a-zA-Z])[\w+-]{32,}={0,2}/g, HIDDEN],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, HIDDEN],
  // Coordinates.
  [
    /("?\b(?:lat|lon|lng|latitude|longitude|latlng|start_latlng|end_latlng|map|polyline)\w*"?\s*[:=]\s*)(\[[^\]]*\]|"[^"]*"|-?\d+\.\d+)/gi,
    `$1${HIDDEN}`,
  ],
];

/** A text without anything that is nobody's business: the given secrets wherever they stand, and all that looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  // The longest first: one may be the beginning of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length < LEAST) continue;
    for (const written of [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)]) {
      clean = clean.replaceAll(written, HIDDEN);
    }
  }
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

/** Shorter ones would hide half of every word. */
const LEAST = 4;

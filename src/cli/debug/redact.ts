const HIDDEN = '[hidden]';
/** Shorter ones would hide half of every word. */
const LEAST = 4;
/** A piece of base64 that is shorter than this may be anything. */
const LEAST_ENCODED = 8;

/** A quoted text with its escaped quotes, also one that is in a quoted text itself; else up to the next separator. */
const VALUE = String.raw`(?:\\*["'](?:\\.|[^"'\\])*\\*["']?|[^\s,;&}\]]+)`;
const NAMES = String.raw`[\w-]*(?:token|secret|key|passw(?:or)?d|pass_?phrase|ticket|session|credential)[\w-]*|(?:mfa[_-]?)?code`;
const PLACES = String.raw`\w*(?:lat|lon|lng|latitude|longitude|latlng|polyline)\w*|map`;

/** Shapes that only secrets and people's data have. */
const PATTERNS: readonly (readonly [RegExp, string])[] = [
  // Whole headers: cookies and schemes have no end that is sure.
  [/\b((?:proxy-)?authorization|set-cookie|cookie)\b(\\*["']?\s*[:=]\s*)[^\r\n]*/gi, `$1$2${HIDDEN}`],
  [/\b(bearer|basic)\s+[\w.~+/=-]+/gi, `$1 ${HIDDEN}`],
  [new RegExp(String.raw`(?<![\w-])(${NAMES})(\\*["']?\s*[:=]\s*)${VALUE}`, 'gi'), `$1$2${HIDDEN}`],
  [/\/\/[^\s/@]+@/g, `//${HIDDEN}@`],
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]+)?/g, HIDDEN],
  [/\b(?=[\w+-]*\d)(?=[\w+-]*[a-zA-Z])[\w+-]{20,}={0,2}/g, HIDDEN],
  [/[\w.+-]+@[\w-]+\.[\w.-]+/g, HIDDEN],
  [new RegExp(String.raw`(["']?\b(?:${PLACES})["']?\s*[:=]\s*)(?:\[[^\]]*\]|"[^"]*"|-?\d+\.\d+)`, 'gi'), `$1${HIDDEN}`],
  // Nothing else here is told to a ten-thousandth.
  [/-?\b\d{1,3}\.\d{4,}\b/g, HIDDEN],
];

/** A text without anything that is nobody's business: the given secrets wherever they stand, and all that looks like one. */
export function redact(text: string, secrets: readonly string[]): string {
  let clean = text;
  // The longest first: one may be the beginning of another.
  for (const secret of [...secrets].sort((a, b) => b.length - a.length)) {
    if (secret.length < LEAST) continue;
    for (const written of waysToWrite(secret)) clean = clean.replaceAll(written, HIDDEN);
  }
  for (const [pattern, replacement] of PATTERNS) clean = clean.replace(pattern, replacement);
  return clean;
}

function waysToWrite(secret: string): readonly string[] {
  const plain = [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)];
  return [...plain, ...[0, 1, 2].flatMap((before) => encoded(secret, before))];
}

/** What of it is sure in base64 when so many bytes, modulo three, stand before it, as the id does in basic credentials. */
function encoded(secret: string, before: number): readonly string[] {
  const bytes = Buffer.concat([Buffer.alloc(before), Buffer.from(secret)]);
  const whole = bytes.toString('base64').replace(/=+$/, '');
  const core = whole.slice(before === 0 ? 0 : before + 1, bytes.length % 3 === 0 ? undefined : -1);
  return core.length < LEAST_ENCODED ? [] : [core, core.replaceAll('+', '-').replaceAll('/', '_')];
}

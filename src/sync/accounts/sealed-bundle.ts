import { createCipheriv, createDecipheriv, scrypt } from 'node:crypto';
import * as v from 'valibot';
import { UsageError } from '../errors.ts';
import { type CredentialBundle, parseCredentials } from './credential-bundle.ts';

const MARK = 'credentials';
const CIPHER = 'aes-256-gcm';
/** About 0.1 s and 64 MiB for each guess at the pass phrase (RFC 7914 names the parameters). */
const COST = { N: 65_536, r: 8, p: 1 };
const MEMORY = 256 * COST.N * COST.r;
const KEY_BYTES = 32;
const SALT_BYTES = 16;
const IV_BYTES = 12;
const TAG_BYTES = 16;

const bytes = v.pipe(
  v.string(),
  v.base64(),
  v.transform((text) => Buffer.from(text, 'base64')),
);
const Sealed = v.object({
  garmin2strava: v.literal(MARK),
  version: v.literal(1),
  cipher: v.literal(CIPHER),
  scrypt: v.object({
    N: v.literal(COST.N),
    r: v.literal(COST.r),
    p: v.literal(COST.p),
    salt: v.pipe(
      bytes,
      v.check((it) => it.length === SALT_BYTES),
    ),
  }),
  iv: v.pipe(
    bytes,
    v.check((it) => it.length === IV_BYTES),
  ),
  data: v.pipe(
    bytes,
    v.check((it) => it.length > TAG_BYTES),
  ),
});
const Plain = v.object({ garmin2strava: v.literal(MARK), version: v.literal(1), documents: v.unknown() });

/** One line of JSON that opens with the pass phrase only (scrypt and AES-256-GCM). */
export async function sealBundle(
  bundle: CredentialBundle,
  passPhrase: string,
  randomBytes: (size: number) => Uint8Array,
): Promise<string> {
  const salt = Buffer.from(randomBytes(SALT_BYTES));
  const iv = Buffer.from(randomBytes(IV_BYTES));
  const cipher = createCipheriv(CIPHER, await keyOf(passPhrase, salt), iv);
  const data = Buffer.concat([cipher.update(JSON.stringify(bundle)), cipher.final(), cipher.getAuthTag()]);
  return line({
    cipher: CIPHER,
    scrypt: { ...COST, salt: salt.toString('base64') },
    iv: iv.toString('base64'),
    data: data.toString('base64'),
  });
}

/** The same without any protection, for a pipe that is protected itself. */
export function plainBundle(documents: CredentialBundle): string {
  return line({ documents });
}

/**
 * Opens what `sealBundle` or `plainBundle` made; the pass phrase is asked for only where it is needed.
 * @throws UsageError when the text is no bundle or the pass phrase is wrong
 */
export async function openBundle(text: string, askPassPhrase: () => Promise<string>): Promise<CredentialBundle> {
  const value = parseJson(text);
  const plain = v.safeParse(Plain, value);
  if (plain.success && plain.output.documents !== undefined) return parseCredentials(plain.output.documents);
  const sealed = v.safeParse(Sealed, value);
  if (!sealed.success) throw notABundle();
  const { scrypt: kdf, iv, data } = sealed.output;
  const decipher = createDecipheriv(CIPHER, await keyOf(await askPassPhrase(), kdf.salt), iv);
  decipher.setAuthTag(data.subarray(-TAG_BYTES));
  const content = decipher.update(data.subarray(0, -TAG_BYTES));
  try {
    decipher.final();
  } catch {
    throw wrongPassPhrase();
  }
  return parseCredentials(parseJson(content.toString('utf8')));
}

function line(content: object): string {
  return `${JSON.stringify({ garmin2strava: MARK, version: 1, ...content })}\n`;
}

function keyOf(passPhrase: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const options = { ...COST, maxmem: MEMORY };
    scrypt(passPhrase.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
      error ? reject(error) : resolve(key),
    );
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function notABundle(): UsageError {
  return new UsageError({
    message: 'This is nothing that `garmin2strava auth export` wrote, or it is cut off.',
    hint: 'Pipe it in whole: `garmin2strava auth export > file`, then `garmin2strava auth import file`.',
  });
}

function wrongPassPhrase(): UsageError {
  return new UsageError({
    message: 'The pass phrase does not open this export, or the export was changed.',
    hint: 'Type the pass phrase that the export was made with.',
  });
}

import * as v from 'valibot';
import { fields, oneOf, Text } from '../config/fields.ts';
import { isSafeUrl } from '../safe-url.ts';
import type { Notice } from './notice.ts';

interface Message {
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const JSON_TYPE = { 'Content-Type': 'application/json' };
/** Discord takes no longer content (its API reference, webhooks). */
const DISCORD_MOST = 2_000;

/** How each kind of channel wants to be told. A new kind is a new entry. */
const CHANNELS = {
  webhook: (notice) => ({ headers: JSON_TYPE, body: JSON.stringify({ schemaVersion: 1, ...notice }) }),
  // Headers carry no letters beyond ASCII; the titles have none (docs.ntfy.sh/publish).
  ntfy: ({ kind, title, ...notice }) => ({
    headers: { Title: title, Priority: kind === 'stopped' ? 'high' : 'default', Tags: NTFY_TAGS[kind] },
    body: plain(notice),
  }),
  // `<`, `>` and `&` are markup there (docs.slack.dev, formatting message text).
  slack: ({ title, ...notice }) => {
    const text = `*${title}*\n${plain(notice)}`;
    const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
    return { headers: JSON_TYPE, body: JSON.stringify({ text: escaped }) };
  },
  discord: ({ title, ...notice }) => {
    const content = `**${title}**\n${plain(notice)}`.slice(0, DISCORD_MOST);
    return { headers: JSON_TYPE, body: JSON.stringify({ content, allowed_mentions: { parse: [] } }) };
  },
} as const satisfies Readonly<Record<string, (notice: Notice) => Message>>;

type ChannelType = keyof typeof CHANNELS;
const TYPES: readonly ChannelType[] = ['webhook', 'ntfy', 'slack', 'discord'];

const NTFY_TAGS = {
  stopped: 'rotating_light',
  recovered: 'white_check_mark',
  'key-ends': 'key',
  test: 'wave',
} as const;

/** An address that a secret may go to, and that may be one itself. */
export const SecretUrl = v.pipe(Text, v.check(isSafeUrl, 'should be https://…, or http:// on this machine'));

/** One entry of `notify` in the config file. */
export const ChannelSchema = fields({
  type: oneOf(TYPES),
  url: SecretUrl,
  /** Sent as a bearer. */
  token: v.optional(Text),
});
export type Channel = v.InferOutput<typeof ChannelSchema>;

export function requestFor({ type, token }: Channel, notice: Notice): RequestInit {
  const { headers, body } = CHANNELS[type](notice);
  return { method: 'POST', body, headers: { ...headers, ...(token && { Authorization: `Bearer ${token}` }) } };
}

function plain({ text, next }: Pick<Notice, 'text' | 'next'>): string {
  return next === null ? text : `${text}\nNext: ${next}`;
}

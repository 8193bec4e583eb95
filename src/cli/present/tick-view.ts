import * as v from 'valibot';
import type { LogEvent } from '../../aws/hosts/log-host.ts';
import { toIso } from '../../sync/time.ts';

const Count = v.optional(v.number(), 0);
const Report = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({
    event: v.literal('tick'),
    at: v.string(),
    result: v.string(),
    milliseconds: v.number(),
    uploaded: Count,
    toUpload: Count,
    waiting: Count,
    failed: Count,
    activities: v.optional(
      v.array(v.object({ garminId: v.string(), decision: v.string(), detail: v.optional(v.string(), '') })),
      [],
    ),
    trouble: v.optional(v.object({ message: v.string(), next: v.string() })),
    note: v.optional(v.string()),
  }),
);

/** One run as lines for a person; what is no report of a run stays as it is. */
export function tickView(text: string): string {
  const parsed = v.safeParse(Report, text);
  if (!parsed.success) return text;
  const { at, result, milliseconds, uploaded, toUpload, waiting, failed, activities, trouble, note } = parsed.output;
  const counts = Object.entries({ uploaded, 'to upload': toUpload, waiting, failed }).filter(([, count]) => count > 0);
  const facts = [result, ...counts.map(([word, count]) => `${count} ${word}`), `${milliseconds} ms`, note ?? ''];
  return [
    `${at.slice(0, 19)}Z  ${facts.filter(Boolean).join(', ')}`,
    ...activities.map(({ garminId, decision, detail }) => `  ${garminId}  ${decision}  ${detail}`.trimEnd()),
    ...(trouble ? [`  ${trouble.message}`, `  Next: ${trouble.next}`] : []),
  ].join('\n');
}

/** The documented object of `logs --json`: reports of runs as they are, every other line as text. */
export function logJson(logged: readonly LogEvent[]): string {
  const events = logged.map(({ at, text }) => {
    const isReport = v.is(Report, text);
    return { at: toIso(at), run: isReport ? (JSON.parse(text) as unknown) : null, text: isReport ? null : text };
  });
  return `${JSON.stringify({ schemaVersion: 1, events }, null, 2)}\n`;
}

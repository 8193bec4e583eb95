import type { Decision } from '../../sync/decision.ts';
import type { SyncEvent } from '../../sync/events.ts';
import { toIso } from '../../sync/time.ts';

/** What a run tells of itself, in ids and reasons; without names and places, which are nobody's business. */
export function eventLine(event: SyncEvent): string {
  switch (event.type) {
    case 'listing':
      return `listing ${event.service}`;
    case 'settling':
      return `giving an earlier claim ${event.ms} ms to show up`;
    case 'waiting':
      return `waiting for ${event.service} until ${toIso(event.until)}, ${event.left} left`;
    case 'room':
      return `room for ${event.room.uploads} uploads until ${toIso(event.room.until)}`;
    case 'row-rejected':
      return `row of ${event.row.garminId ?? 'no id'} not understood: ${event.row.problem}`;
    case 'planned':
      return `planned: ${counted(event.plan.decisions)}`;
    case 'started':
      return `${event.activity.id} begun, ${event.index} of ${event.total}`;
    case 'step':
      return `${event.activity.id} ${event.step}`;
    case 'finished':
      return `${event.decision.activity.id} ${decided(event.decision)}, ledger ${event.decision.record?.state ?? 'unchanged'}`;
  }
}

function decided({ kind, reason }: Decision): string {
  return `${kind} (${reason})`;
}

function counted(decisions: readonly Decision[]): string {
  const counts = new Map<string, number>();
  for (const decision of decisions) counts.set(decided(decision), (counts.get(decided(decision)) ?? 0) + 1);
  return [...counts].map(([what, count]) => `${count} ${what}`).join(', ') || 'nothing';
}

import type { Cost } from '../../aws/deploy/cost.ts';
import type { Action, FieldChange, Step } from '../../aws/deploy/resource.ts';
import { truncate, wrap } from './columns.ts';
import type { Paint } from './style.ts';

interface Look {
  readonly paint: Paint;
  readonly columns: number | null;
}

const SIGNS: Readonly<Record<Action, string>> = { create: '+', update: '~', unchanged: '=' };
const COLOURS = { create: 'green', update: 'yellow', unchanged: 'dim' } as const;
const KIND = 10;
const VALUE = 48;

/** The plan: one line a resource, and below it what changes. Values of a new resource are not listed. */
export function deployPlanView(steps: readonly Step[], { paint, columns }: Look): string {
  const lines = steps.flatMap((step) => {
    const { kind, name, action, changes } = step;
    const head = `${SIGNS[action]} ${kind.padEnd(KIND)} ${name}  ${action}`;
    const details = action === 'update' ? changes.map((change) => `      ${changeText(change)}`) : [];
    return [paint(COLOURS[action], wrap(head, columns, KIND + 3)), ...details.map((it) => wrap(it, columns, 8))];
  });
  return `${lines.join('\n')}\n`;
}

function changeText({ field, from, to }: FieldChange): string {
  return `${field}: ${from === null ? 'nothing' : truncate(from, VALUE)} → ${truncate(to, VALUE)}`;
}

/** `1 to create, 2 to update.` */
export function deployHeadline(steps: readonly Step[]): string {
  const count = (action: Action) => steps.filter((step) => step.action === action).length;
  const parts = [
    ...(count('create') > 0 ? [`${count('create')} to create`] : []),
    ...(count('update') > 0 ? [`${count('update')} to update`] : []),
  ];
  return parts.length > 0 ? `${parts.join(', ')}.` : 'Everything is as it should be; nothing to do.';
}

/** In whole cents, rounded up: nobody should pay more than was told. */
export function dollars(usd: number): string {
  return `${(Math.ceil(usd * 100) / 100).toFixed(2)} USD`;
}

export function costLine({ list, withFreeTier, pricesOf }: Cost): string {
  return `It costs about ${dollars(list)} a month, ${dollars(withFreeTier)} within the free tier (prices of ${pricesOf}).`;
}

/** `deploy --json`. */
export function deployJson(
  facts: { readonly account: string; readonly region: string; readonly name: string; readonly dryRun: boolean },
  steps: readonly Step[],
): string {
  const resources = steps.map(({ kind, name, action, changes }) => ({ kind, name, action, changes }));
  return `${JSON.stringify({ schemaVersion: 1, ...facts, resources }, null, 2)}\n`;
}

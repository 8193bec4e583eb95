import { readFileSync } from 'node:fs';
import type { Json } from './bench.ts';

interface Exchange {
  readonly method: string;
  readonly uri: string;
  readonly status: { readonly code: number };
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

interface Observed extends Json {
  readonly status?: number;
  readonly body: Json;
}

const exchanges = fixture('recorded-exchanges.json') as Record<string, Exchange[]>;
const observedBodies = fixture('observed-bodies.json') as Record<string, Observed>;

/** One recorded answer of the real API. */
export function recorded(name: string, index = 0): { readonly status: number; readonly body: Json } {
  const exchange = exchanges[name]?.[index];
  if (!exchange) throw new Error(`No recording ${name}, number ${index}.`);
  return { status: exchange.status.code, body: JSON.parse(exchange.body) as Json };
}

/** The first row of a recorded list; the lists themselves are cut short in the file. */
export function recordedRow(name: string): Json {
  const text = exchanges[name]?.[0]?.body ?? '';
  return JSON.parse(text.slice(1, text.indexOf('},{"resource_state"') + 1)) as Json;
}

/** An answer that was seen, with its status and the words. */
export function observed(name: string): Observed {
  const found = observedBodies[name];
  if (!found) throw new Error(`No observed body ${name}.`);
  return found;
}

function fixture(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/strava/${name}`, import.meta.url), 'utf8'));
}

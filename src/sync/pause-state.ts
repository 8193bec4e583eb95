import * as v from 'valibot';
import { overwrite } from './documents.ts';
import {
  AppInactiveError,
  AuthRequiredError,
  RateLimitedError,
  type Service,
  ServiceDownError,
  serviceName,
  type ToolError,
} from './errors.ts';
import type { Documents } from './ports.ts';
import { toIso } from './time.ts';

const Silence = v.object({
  until: v.number(),
  why: v.optional(v.picklist(['limit', 'down']), 'limit'),
  /** How often it was found to be down, one time after the other. */
  times: v.optional(v.number(), 0),
});
const Refusal = v.object({
  until: v.number(),
  why: v.picklist(['inactive', 'scope']),
  message: v.string(),
  hint: v.string(),
});
const Stored = v.union([Silence, Refusal]);
type Refusal = v.InferOutput<typeof Refusal>;
export type PauseState = v.InferOutput<typeof Stored>;

export const NO_PAUSE: PauseState = { until: 0, why: 'limit', times: 0 };

function documentOf(service: Service): string {
  return `state/pause-${service}`;
}

export async function readPause(documents: Documents, service: Service): Promise<PauseState> {
  const parsed = v.safeParse(Stored, (await documents.read(documentOf(service)))?.value);
  return parsed.success ? parsed.output : NO_PAUSE;
}

export function writePause(documents: Documents, service: Service, state: PauseState): Promise<void> {
  return overwrite(documents, documentOf(service), state);
}

/** After a person has connected the service anew it is asked again at once. */
export async function forgetRefusal(documents: Documents, service: Service): Promise<void> {
  if (isRefusal(await readPause(documents, service))) await writePause(documents, service, NO_PAUSE);
}

export function isRefusal(state: PauseState): state is Refusal {
  return 'message' in state;
}

/** What a service says no to until a person does something; a login that is dead has a memory of its own. */
export function refusalOf(error: unknown): Omit<Refusal, 'until'> | null {
  const isScope = error instanceof AuthRequiredError && error.code.endsWith('_SCOPE');
  if (!isScope && !(error instanceof AppInactiveError)) return null;
  return { why: isScope ? 'scope' : 'inactive', message: error.message, hint: error.hint };
}

/** What a run is told instead of being let through. A refusal is told as the service did. */
export function errorOf(service: Service, state: PauseState): ToolError {
  if (!isRefusal(state)) return silenceOf(service, state);
  const { why, message, hint } = state;
  return why === 'inactive'
    ? new AppInactiveError({ message, hint })
    : new AuthRequiredError(service, 'SCOPE', { message, hint });
}

function silenceOf(service: Service, { until, why }: v.InferOutput<typeof Silence>): ToolError {
  const hint = 'Run the same command again then; it goes on where it stopped.';
  const name = serviceName(service);
  return why === 'limit'
    ? new RateLimitedError(service, until, {
        message: `${name} asked for a pause until ${toIso(until)}.`,
        hint,
      })
    : new ServiceDownError(service, until, {
        message: `${name} is out of order and is left alone until ${toIso(until)}.`,
        hint,
      });
}

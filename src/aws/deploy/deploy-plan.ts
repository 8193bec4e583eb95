import type { Resource, ResourceKind, Step } from './resource.ts';

/** What a deploy will do, resource by resource. */
export interface DeployPlan {
  readonly steps: readonly Step[];
}

/** Asks every resource, all at once. Writes nothing. */
export async function planDeploy(resources: readonly Resource[]): Promise<DeployPlan> {
  return { steps: await Promise.all(resources.map((resource) => resource.plan())) };
}

export function hasWork({ steps }: DeployPlan): boolean {
  return steps.some(({ action }) => action !== 'unchanged');
}

export type DeployEvent = { readonly type: 'begun' | 'done' | 'failed'; readonly step: Step };

/**
 * Carries a plan out: what does not depend on each other side by side. A step that fails stops those that need it; the
 * others are finished, so that the next deploy has less to do.
 * @throws the error of the first step that failed
 */
export async function applyPlan({ steps }: DeployPlan, report: (event: DeployEvent) => void): Promise<void> {
  const running = new Map<ResourceKind, Promise<void>>();
  const errors: unknown[] = [];
  const run = (step: Step): Promise<void> => {
    const known = running.get(step.kind);
    if (known) return known;
    const needed = steps.filter(({ kind }) => step.needs.includes(kind));
    const started = Promise.all(needed.map(run)).then(() => perform(step, report, errors));
    running.set(step.kind, started);
    return started;
  };
  const ends = await Promise.allSettled(steps.map(run));
  if (errors.length > 0) throw errors[0];
  const unforeseen = ends.find((end) => end.status === 'rejected');
  if (unforeseen?.status === 'rejected') throw unforeseen.reason;
}

async function perform(step: Step, report: (event: DeployEvent) => void, errors: unknown[]): Promise<void> {
  if (step.action === 'unchanged') return;
  report({ type: 'begun', step });
  try {
    await step.apply();
    report({ type: 'done', step });
  } catch (error) {
    errors.push(error);
    report({ type: 'failed', step });
    throw error;
  }
}

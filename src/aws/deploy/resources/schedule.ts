import type { Clock } from '../../../sync/time.ts';
import type { FunctionHost } from '../../hosts/function-host.ts';
import type { ScheduleHost } from '../../hosts/schedule-host.ts';
import type { Desired } from '../desired.ts';
import { differences, type Resource } from '../resource.ts';
import { persist } from '../waiting.ts';

/** The rule that fires every minute. A deploy leaves it paused where somebody has paused it. */
export function ruleResource(host: ScheduleHost, { names, schedule, tags }: Desired, clock: Clock): Resource {
  const name = names.rule;
  return {
    kind: 'rule',
    name,
    async plan() {
      const actual = await host.rule(name);
      const changes = differences(actual && { schedule: actual.schedule ?? 'none' }, { schedule });
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const isEnabled = actual?.isEnabled ?? true;
      const apply = () =>
        persist(clock, () => host.putRule(name, { schedule, isEnabled, ...(actual === null && { tags }) }));
      return { kind: 'rule', name, action, changes, needs: [], apply };
    },
    exists: async () => (await host.rule(name)) !== null,
    remove: () => host.deleteRule(name),
  };
}

/** Lets the rule, and nobody else, start the function. */
export function permissionResource(host: FunctionHost, { names }: Desired, clock: Clock): Resource {
  const { function: name, statement, ruleArn } = names;
  const desired = { principal: 'events.amazonaws.com', sourceArn: ruleArn };
  return {
    kind: 'permission',
    name: statement,
    async plan() {
      const actual = await host.permission(name, statement);
      const changes = differences(actual && { principal: actual.principal, sourceArn: actual.sourceArn }, desired);
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const apply = async () => {
        // The statement cannot be changed, and adding it twice is refused.
        await host.removePermission(name, statement);
        await persist(clock, () => host.addPermission(name, { statement, ...desired }));
      };
      return { kind: 'permission', name: statement, action, changes, needs: ['function', 'rule'], apply };
    },
    exists: async () => false,
    remove: async () => undefined,
  };
}

/** What the rule starts. */
export function targetResource(host: ScheduleHost, { names }: Desired, clock: Clock): Resource {
  const { rule, target: Id, functionArn: Arn } = names;
  const RetryPolicy = { MaximumRetryAttempts: 0, MaximumEventAgeInSeconds: 60 };
  return {
    kind: 'target',
    name: Id,
    async plan() {
      const actual = (await host.targets(rule)).find((it) => it.Id === Id) ?? null;
      const changes = differences(actual && { function: actual.Arn, retries: actual.RetryPolicy ?? 'default' }, {
        function: Arn,
        retries: RetryPolicy,
      });
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const apply = () => persist(clock, () => host.putTarget(rule, { Id, Arn, RetryPolicy }));
      return { kind: 'target', name: Id, action, changes, needs: ['data', 'function', 'rule', 'permission'], apply };
    },
    exists: async () => (await host.targets(rule)).length > 0,
    remove: async () =>
      host.removeTargets(
        rule,
        (await host.targets(rule)).map((it) => it.Id ?? ''),
      ),
  };
}

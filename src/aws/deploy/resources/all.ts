import type { Clock } from '../../../sync/time.ts';
import type { AwsHosts } from '../../hosts/aws-hosts.ts';
import type { Desired } from '../desired.ts';
import type { Resource } from '../resource.ts';
import { functionResource } from './function.ts';
import { type LayerInUse, layerResource } from './layer.ts';
import { logGroupResource } from './log-group.ts';
import { retriesResource } from './retries.ts';
import { roleResource } from './role.ts';
import { permissionResource, ruleResource, targetResource } from './schedule.ts';
import { tableResource } from './table.ts';

/** Every resource of a deployment, for one plan: what the function is like is asked once and serves two of them. */
export function allResources(hosts: AwsHosts, desired: Desired, clock: Clock): readonly Resource[] {
  const inUse: LayerInUse = { arn: null };
  let asked: ReturnType<typeof hosts.functions.describe> | null = null;
  const running = () => {
    asked ??= hosts.functions.describe(desired.names.function);
    return asked;
  };
  return [
    tableResource(hosts.tables, desired, clock),
    roleResource(hosts.roles, desired, clock),
    logGroupResource(hosts.logs, desired),
    layerResource(hosts.layers, desired, inUse, running),
    functionResource(hosts.functions, desired, clock, { inUse, running }),
    retriesResource(hosts.functions, desired),
    ruleResource(hosts.schedules, desired, clock),
    permissionResource(hosts.functions, desired, clock),
    targetResource(hosts.schedules, desired, clock),
  ];
}

import type { Clock } from '../../../sync/time.ts';
import type { FunctionConfiguration, FunctionHost, FunctionState } from '../../hosts/function-host.ts';
import type { Desired } from '../desired.ts';
import { differences, type Resource } from '../resource.ts';
import { persist, waitFor } from '../waiting.ts';
import { LAYER_TAG, type LayerInUse } from './layer.ts';

/** The function: our code, and how it is run. */
export function functionResource(
  host: FunctionHost,
  desired: Desired,
  clock: Clock,
  { inUse, running }: { readonly inUse: LayerInUse; readonly running: () => Promise<FunctionState | null> },
): Resource {
  const { names, code } = desired;
  const name = names.function;
  const ready = () => waitFor(clock, `the function ${name}`, async () => progress(await host.describe(name)));
  const configuration = (): FunctionConfiguration => ({
    ...desired.function,
    roleArn: names.roleArn,
    layerArn: inUse.arn ?? '',
    logGroup: names.logGroup,
  });
  const tags = () => ({ ...desired.tags, [LAYER_TAG]: desired.layer.sha256 });
  const update = async (actual: FunctionState, fields: ReadonlySet<string>) => {
    await ready();
    const hasLayer = actual.layers.includes(configuration().layerArn);
    const isCodeOnly = [...fields].every((field) => field === 'code' || field === 'tags');
    if (!isCodeOnly || !hasLayer) {
      await persist(clock, () => host.updateConfiguration(name, configuration()));
      await ready();
    }
    if (fields.has('code') || fields.has('architecture')) {
      await persist(clock, () => host.updateCode(name, code.bytes, desired.function.architecture));
      await ready();
    }
    // Last, for it tells the next plan that all before it is done.
    await host.tag(names.functionArn, tags());
  };
  return {
    kind: 'function',
    name,
    async plan() {
      const actual = await running();
      const changes = differences(actual && fieldsOf(actual, names.layerArn), wanted(desired, tags()));
      const fields = new Set(changes.map(({ field }) => field));
      const action = actual === null ? 'create' : changes.length > 0 ? 'update' : 'unchanged';
      const apply = async () => {
        if (actual !== null) return update(actual, fields);
        await persist(clock, () => host.create(name, configuration(), code.bytes, tags()));
        return ready();
      };
      return { kind: 'function', name, action, changes, needs: ['table', 'role', 'log group', 'layer'], apply };
    },
    exists: async () => (await host.describe(name)) !== null,
    remove: () => host.delete(name),
  };
}

function progress(state: FunctionState | null) {
  if (state === null || state.state === 'Pending' || state.lastUpdate === 'InProgress') return 'going-on';
  const isWell = state.state === 'Active' || state.state === 'Inactive';
  return isWell && state.lastUpdate === 'Successful' ? 'done' : { failed: state.reason || state.state };
}

function wanted({ code, names, function: it }: Desired, tags: Readonly<Record<string, string>>) {
  const { runtime, architecture, handler, memory, timeout, environment } = it;
  return {
    code: code.sha256,
    ...{ runtime, architecture, handler },
    memory: `${memory} MB`,
    timeout: `${timeout} s`,
    environment,
    role: names.roleArn,
    layers: [names.layer],
    log: 'JSON',
    tags,
  };
}

/** The version of the layer is told by the tag with its content; here it only matters whether it is attached. */
function fieldsOf(state: FunctionState, layerArn: string): Readonly<Record<string, unknown>> {
  const { codeSha256, runtime, architecture, handler, memory, timeout, environment, role, layers } = state;
  const [, layerName = ''] = /:layer:(.+)$/.exec(layerArn) ?? [];
  const ours = new Set(Object.keys(state.tags).filter((tag) => tag.startsWith('garmin2strava:')));
  return {
    code: codeSha256,
    ...{ runtime, architecture, handler, environment, role },
    memory: `${memory} MB`,
    timeout: `${timeout} s`,
    layers: layers.map((arn) => (arn.startsWith(`${layerArn}:`) ? layerName : arn)),
    log: state.logFormat,
    tags: Object.fromEntries(Object.entries(state.tags).filter(([tag]) => ours.has(tag))),
  };
}

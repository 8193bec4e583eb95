import type { FunctionState } from '../../hosts/function-host.ts';
import type { LayerHost } from '../../hosts/layer-host.ts';
import type { Desired } from '../desired.ts';
import type { Resource } from '../resource.ts';

/** The tag of the function that says which layer content it uses: read along with the function, at no call of its own. */
export const LAYER_TAG = 'garmin2strava:layer';
/** The one in use and the one before, for a rollback. */
const KEPT = 2;

/** Where the layer's version is handed on to the function. */
export interface LayerInUse {
  arn: string | null;
}

/** The layer: the packages, in one file. A version never changes; new content is a new version. */
export function layerResource(
  host: LayerHost,
  { names, layer }: Desired,
  inUse: LayerInUse,
  running: () => Promise<FunctionState | null>,
): Resource {
  const name = names.layer;
  return {
    kind: 'layer',
    name,
    async plan() {
      const current = await running();
      const used = current?.layers.find((arn) => arn.startsWith(`${names.layerArn}:`)) ?? null;
      const isCurrent = used !== null && current?.tags[LAYER_TAG] === layer.sha256;
      inUse.arn = isCurrent ? used : null;
      const from = used === null ? null : (current?.tags[LAYER_TAG] ?? 'unknown');
      const changes = isCurrent ? [] : [{ field: 'content', from, to: layer.sha256 }];
      const action = isCurrent ? 'unchanged' : used === null ? 'create' : 'update';
      const apply = async () => {
        if (isCurrent) return;
        const published = (await host.versions(name)).find(({ description }) => description === layer.sha256);
        inUse.arn = published?.arn ?? (await host.publish(name, layer.bytes, layer.sha256));
      };
      return { kind: 'layer', name, action, changes, needs: [], apply };
    },
    exists: async () => (await host.versions(name)).length > 0,
    async remove() {
      for (const { version } of await host.versions(name)) await host.delete(name, version);
    },
  };
}

/** Removes what no rollback needs any more, after the function has gone over to the new version. */
export async function pruneLayers(host: LayerHost, { names }: Desired, usedArn: string): Promise<void> {
  const others = (await host.versions(names.layer)).filter(({ arn }) => arn !== usedArn);
  for (const { version } of others.slice(KEPT - 1)) await host.delete(names.layer, version);
}

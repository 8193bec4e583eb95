import type { Resource, ResourceKind } from './resource.ts';

/** The trigger first, then what it triggered, then what that used; the data last and only when it is meant. */
const ORDER: readonly ResourceKind[] = ['target', 'rule', 'function', 'layer', 'role', 'log group', 'table'];

/** What is there to be removed. */
export async function planDestroy(
  resources: readonly Resource[],
  { deleteData }: { readonly deleteData: boolean },
): Promise<{ readonly remove: readonly Resource[]; readonly keep: readonly Resource[] }> {
  const ordered = ORDER.flatMap((kind) => resources.filter((it) => it.kind === kind));
  const there = await Promise.all(ordered.map((resource) => resource.exists()));
  const present = ordered.filter((_, index) => there[index]);
  const isKept = ({ kind }: Resource) => kind === 'table' && !deleteData;
  return { remove: present.filter((it) => !isKept(it)), keep: present.filter(isKept) };
}

/** Removes one after the other. What is gone already is no error, so it can be run again after it broke off. */
export async function destroy(resources: readonly Resource[], report: (resource: Resource) => void): Promise<void> {
  for (const resource of resources) {
    await resource.remove();
    report(resource);
  }
}

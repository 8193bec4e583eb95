/** Every kind of thing that a deployment consists of, in the order in which people read them. */
export const RESOURCE_KINDS = [
  'table',
  'data',
  'role',
  'log group',
  'layer',
  'function',
  'retries',
  'rule',
  'permission',
  'target',
] as const;
export type ResourceKind = (typeof RESOURCE_KINDS)[number];

export interface FieldChange {
  readonly field: string;
  /** What is there now; null for nothing. */
  readonly from: string | null;
  readonly to: string;
}

export type Action = 'create' | 'update' | 'unchanged';

/** What a deploy does about one resource. */
export interface Step {
  readonly kind: ResourceKind;
  readonly name: string;
  readonly action: Action;
  readonly changes: readonly FieldChange[];
  /** Kinds whose steps have to be done before this one. */
  readonly needs: readonly ResourceKind[];
  /** Carries the changes out and returns when AWS has them. May be run again after it broke off anywhere. */
  readonly apply: () => Promise<void>;
}

/** A part of a deployment that knows how it is, how it shall be, and how to get there. */
export interface Resource {
  readonly kind: ResourceKind;
  readonly name: string;
  /** Describe calls only. */
  plan(): Promise<Step>;
  /** True where it is there. */
  exists(): Promise<boolean>;
  /** Harmless where it is gone. */
  remove(): Promise<void>;
}

/** The fields that differ. Both sides are compared as text, objects by content whatever the order of their keys. */
export function differences(
  actual: Readonly<Record<string, unknown>> | null,
  desired: Readonly<Record<string, unknown>>,
): readonly FieldChange[] {
  return Object.entries(desired).flatMap(([field, value]) => {
    const to = show(value);
    const from = actual === null || actual[field] === undefined ? null : show(actual[field]);
    return from === to ? [] : [{ field, from, to }];
  });
}

function show(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value, sortedKeys);
}

function sortedKeys(_: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)));
}

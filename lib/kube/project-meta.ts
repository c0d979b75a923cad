import { problems } from '#lib/text/en/reading.ts';
import { isKeptAnnotation } from './kept-annotations.ts';
import type { Labels, LastChange, ObjectMeta, OwnerReference } from './objects.ts';
import {
  childPath,
  FieldProblem,
  type RawObject,
  readBoolean,
  readLabels,
  readList,
  readNonEmptyText,
  readObject,
  requireObject,
  requireText,
  wellFormed,
  withoutUndefined,
} from './read-field.ts';

/** `namespaced`: absent means `default`, reported by the caller; `cluster`: dropped; `unknown`: as written. */
export type Scope = 'namespaced' | 'cluster' | 'unknown';

/** The metadata that we keep. Throws FieldProblem. */
export function projectMeta(raw: RawObject, scope: Scope): ObjectMeta {
  const meta = requireObject(raw.metadata, 'metadata');
  const written = readNonEmptyText(meta.namespace, 'metadata.namespace');
  return withoutUndefined<ObjectMeta>({
    name: requireText(meta.name, 'metadata.name'),
    namespace: scope === 'cluster' ? undefined : scope === 'namespaced' ? (written ?? 'default') : written,
    uid: readNonEmptyText(meta.uid, 'metadata.uid'),
    resourceVersion: readNonEmptyText(meta.resourceVersion, 'metadata.resourceVersion'),
    creationTimestamp: readNonEmptyText(meta.creationTimestamp, 'metadata.creationTimestamp'),
    deletionTimestamp: readNonEmptyText(meta.deletionTimestamp, 'metadata.deletionTimestamp'),
    labels: readLabels(meta.labels, 'metadata.labels'),
    annotations: projectAnnotations(meta.annotations, 'metadata.annotations'),
    ownerReferences: projectOwners(meta.ownerReferences),
    managedFields: projectLastChange(meta.managedFields),
  });
}

/** Only the allow-list; what we do not keep is not looked at either. */
export function projectAnnotations(value: unknown, path: string): Labels | undefined {
  const raw = readObject(value, path);
  if (raw === undefined) return undefined;
  const kept: Record<string, string> = Object.create(null);
  let empty = true;
  for (const key of Object.keys(raw).sort()) {
    const text = raw[key];
    if (!isKeptAnnotation(key, text)) continue;
    if (typeof text !== 'string') throw new FieldProblem(childPath(path, key), problems.labelMustBeText(text));
    kept[wellFormed(key, path)] = wellFormed(text, path);
    empty = false;
  }
  return empty ? undefined : kept;
}

function projectOwners(value: unknown): readonly OwnerReference[] | undefined {
  const list = readList(value, 'metadata.ownerReferences');
  if (list === undefined || list.length === 0) return undefined;
  return list.map((item, index) => {
    const path = `metadata.ownerReferences[${index}]`;
    const owner = requireObject(item, path);
    return withoutUndefined<OwnerReference>({
      kind: requireText(owner.kind, `${path}.kind`),
      name: requireText(owner.name, `${path}.name`),
      uid: readNonEmptyText(owner.uid, `${path}.uid`),
      controller: readBoolean(owner.controller, `${path}.controller`),
    });
  });
}

/** The newest entry that is not a status update: who changed what the object asks for, and when. */
function projectLastChange(value: unknown): readonly LastChange[] | undefined {
  const list = readList(value, 'metadata.managedFields');
  if (list === undefined) return undefined;
  let newest: LastChange | undefined;
  for (const [index, item] of list.entries()) {
    const path = `metadata.managedFields[${index}]`;
    const entry = requireObject(item, path);
    if (entry.subresource === 'status') continue;
    const manager = readNonEmptyText(entry.manager, `${path}.manager`);
    if (manager === undefined) continue;
    const time = readNonEmptyText(entry.time, `${path}.time`);
    if (newest === undefined || instant(time) > instant(newest.time)) newest = withoutUndefined({ manager, time });
  }
  return newest === undefined ? undefined : [newest];
}

function instant(time: string | undefined): number {
  const milliseconds = time === undefined ? Number.NaN : Date.parse(time);
  return Number.isNaN(milliseconds) ? Number.NEGATIVE_INFINITY : milliseconds;
}

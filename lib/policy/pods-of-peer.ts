import { relationJson } from './explain.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import { NO_PORTS } from './port-set.ts';
import type { RelationJson } from './types.ts';

/** More are counted. */
const MAX_PODS = 200;

export interface PodsOfPeer {
  readonly relations: readonly RelationJson[];
  readonly pods: readonly { readonly key: string; readonly node?: string; readonly relation: number }[];
  readonly more: number;
}

/**
 * Which pods of a workload may connect with an end, each with what it may use; those that may not are left out, and so is
 * the end itself. Pods that have the same stand together.
 */
export function podsOfPeer(model: PolicyModel, end: SingleEnd, direction: 'in' | 'out', workload: string): PodsOfPeer {
  const relations: RelationJson[] = [];
  const known = new Map<string, number>();
  const pods: { key: string; node?: string; relation: number }[] = [];
  for (const classId of model.classesOfWorkload(workload).keys()) {
    for (const key of model.classes[classId]?.pods ?? []) {
      if (model.workloadOfPod(key) !== workload || (end.type === 'class' && end.pod === key)) continue;
      const other: SingleEnd = { type: 'class', class: classId, pod: key };
      const relation = direction === 'in' ? model.relation(other, end) : model.relation(end, other);
      if (relation.may === NO_PORTS) continue;
      const json = relationJson(relation);
      const text = JSON.stringify(json);
      const index = known.get(text) ?? relations.length;
      if (index === relations.length) {
        relations.push(json);
        known.set(text, index);
      }
      const node = model.objects.pods.get(key)?.spec.nodeName;
      pods.push({ key, ...(node === undefined ? {} : { node }), relation: index });
    }
  }
  pods.sort((a, b) => a.relation - b.relation || (a.key < b.key ? -1 : 1));
  return { relations, pods: pods.slice(0, MAX_PODS), more: Math.max(0, pods.length - MAX_PODS) };
}

import type { PolicyModel, Relation } from '#lib/policy/model.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd, type OtherNamespace, orderedNamespaces, otherNamespaces, phantom } from './ends.ts';
import { withinServed } from './served-ports.ts';
import { strangersAt } from './strangers.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A phantom pod that reaches one of a workload's classes on ports that the workload serves. */
export interface PhantomHit {
  readonly namespace: string;
  readonly class: number;
  readonly ports: PortsJson;
}

export interface PhantomExposure {
  /** The first that is allowed for certain, else the first that may be allowed. */
  readonly hit: PhantomHit | undefined;
  /** Namespaces from which it is certain, in their order; only the first where no policy isolates the workload. */
  readonly certain: readonly string[];
  readonly reasons: readonly DependsReason[];
  /** It is certain from every other namespace, or the workload is not isolated at all. */
  readonly anyPod: boolean;
}

/** From which other namespaces a pod without labels reaches a workload on a port that it serves (ISO-001). */
export function phantomExposure(context: CheckContext, workload: WorkloadFacts): PhantomExposure {
  const { model } = context;
  const certain = new Set<string>();
  let hit: PhantomHit | undefined;
  let possible: PhantomHit | undefined;
  const reasons = new Set<DependsReason>();
  let open = false;
  for (const id of workload.classes) {
    const { isolated } = model.gate(classEnd(id), 'ingress');
    const tellsApart = isolated === 'yes' || isolated === 'partly';
    for (const [{ name: namespace, assumed }, { relation, must, may }] of strangers(context, workload, id)) {
      if (must !== undefined) {
        hit ??= { namespace, class: id, ports: must };
        certain.add(namespace);
        if (tellsApart) continue;
        open = true;
        break; // without isolation every namespace is alike but for its own egress
      }
      if (may === undefined || (assumed && relation.reasons.every(isAboutAbsence))) continue;
      for (const reason of relation.reasons) reasons.add(reason);
      possible ??= { namespace, class: id, ports: may };
    }
    if (open) break;
  }
  return {
    hit: hit ?? possible,
    certain: [...certain],
    reasons: [...reasons],
    anyPod: open || (hit !== undefined && isEveryOther(model, workload.namespace, certain)),
  };
}

/** What the phantom pod of a namespace has with a class, and of that what the workload serves. */
interface Stranger {
  readonly relation: Relation;
  readonly must: PortsJson | undefined;
  readonly may: PortsJson | undefined;
}

/** The phantom pods of other namespaces that may get in, in the order of these. Those that are alike are asked once. */
function* strangers(
  context: CheckContext,
  { namespace, served }: WorkloadFacts,
  id: number,
): Generator<readonly [OtherNamespace, Stranger]> {
  const { model } = context;
  const { list } = orderedNamespaces(model);
  const { mayComeFrom, likeness } = strangersAt(context, id);
  const asked = new Map<number, Stranger>();
  for (let place = 0; place < list.length; place++) {
    const other = list[place] as OtherNamespace;
    if (other.name === namespace || !mayComeFrom(place)) continue;
    const key = likeness(place);
    let found = key === undefined ? undefined : asked.get(key);
    if (found === undefined) {
      const relation = model.relation(phantom(other.name), classEnd(id));
      found = { relation, must: withinServed(relation.must, served), may: withinServed(relation.may, served) };
      if (key !== undefined) asked.set(key, found);
    }
    if (found.may !== undefined) yield [other, found];
  }
}

function isEveryOther(model: PolicyModel, namespace: string, hit: ReadonlySet<string>): boolean {
  if (hit.size < model.namespaces.length - 1) return false;
  const others = [...otherNamespaces(model, namespace)];
  const known = others.filter(({ assumed }) => !assumed);
  return (known.length > 0 ? known : others).every(({ name }) => hit.has(name));
}

/** That a namespace outside the input may have labels that some rule names is no finding about the input. */
function isAboutAbsence(reason: DependsReason): boolean {
  return reason === 'namespace-not-read';
}

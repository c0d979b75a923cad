import type { PolicyModel } from '#lib/policy/model.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import type { CheckContext } from './check.ts';
import { classEnd, type OtherNamespace, otherNamespaces, othersNamed, phantom } from './ends.ts';
import { withinServed } from './served-ports.ts';
import { namespacesLetIn } from './strangers.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** A phantom pod that reaches one of a workload's classes on ports that the workload serves. */
export interface PhantomHit {
  readonly namespace: string;
  readonly class: number;
  readonly ports: PortsJson;
}

export interface PhantomExposure {
  /** Allowed for certain: one hit per namespace; only the first namespace where no policy isolates the workload. */
  readonly certain: readonly PhantomHit[];
  /** May be allowed; filled only where nothing is certain. */
  readonly possible: readonly PhantomHit[];
  readonly reasons: readonly DependsReason[];
  /** The certain hits are in every other namespace, or the workload is not isolated at all. */
  readonly anyPod: boolean;
}

/** From which other namespaces a pod without labels reaches a workload on a port that it serves (ISO-001). */
export function phantomExposure(context: CheckContext, workload: WorkloadFacts): PhantomExposure {
  const { model } = context;
  const certain = new Map<string, PhantomHit>();
  const possible = new Map<string, PhantomHit>();
  const reasons = new Set<DependsReason>();
  let open = false;
  for (const id of workload.classes) {
    const to = classEnd(id);
    const { isolated } = model.gate(to, 'ingress');
    const tellsApart = isolated === 'yes' || isolated === 'partly';
    for (const { name: namespace, assumed } of othersToAsk(context, workload, id)) {
      const relation = model.relation(phantom(namespace), to);
      const ports = withinServed(relation.must, workload.served);
      if (ports !== undefined) {
        if (!certain.has(namespace)) certain.set(namespace, { namespace, class: id, ports });
        if (tellsApart) continue;
        open = true;
        break; // without isolation every namespace is alike but for its own egress
      }
      const maybe = withinServed(relation.may, workload.served);
      if (maybe === undefined || (assumed && relation.reasons.every(isAboutAbsence))) continue;
      for (const reason of relation.reasons) reasons.add(reason);
      if (!possible.has(namespace)) possible.set(namespace, { namespace, class: id, ports: maybe });
    }
    if (open) break;
  }
  const hits = [...certain.values()];
  return {
    certain: hits,
    possible: hits.length === 0 ? [...possible.values()] : [],
    reasons: [...reasons],
    anyPod: open || (hits.length > 0 && isEveryOther(model, workload.namespace, certain)),
  };
}

/** The other namespaces whose phantom pod may get in, in their order. */
function othersToAsk(context: CheckContext, { namespace }: WorkloadFacts, id: number): readonly OtherNamespace[] {
  const names = namespacesLetIn(context, id);
  return names === 'any' ? otherNamespaces(context.model, namespace) : othersNamed(context.model, namespace, names);
}

function isEveryOther(model: PolicyModel, namespace: string, hit: ReadonlyMap<string, PhantomHit>): boolean {
  const others = otherNamespaces(model, namespace);
  const known = others.filter(({ assumed }) => !assumed);
  return (known.length > 0 ? known : others).every(({ name }) => hit.has(name));
}

/** That a namespace outside the input may have labels that some rule names is no finding about the input. */
function isAboutAbsence(reason: DependsReason): boolean {
  return reason === 'namespace-not-read';
}

import type { Labels, ObjectMeta } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { labelNotUnderstood, noClassFound, sourceOfLabel, templateOf } from '#lib/text/en/gaps.ts';
import { DATA_AT_REST_LABEL, DATA_CLASS_LABEL, isMoreSensitive, parseDataClass } from './data-class.ts';
import type { Basis, Classification, DataClass } from './types.ts';
import { collectWorkloadFacts, type WorkloadFacts } from './workload-facts.ts';

const classified = new WeakMap<PolicyModel, ReadonlyMap<string, Classification>>();

/**
 * The data class of every workload of the model, by workload key (gdpr.md §4.1, §4.3): pod, template or workload label,
 * then the namespace's label (inherited), then unknown. Sensitivity is the maximum of all sources; where two sources
 * say the same, the nearer one is named.
 */
export function classifyWorkloads(model: PolicyModel): ReadonlyMap<string, Classification> {
  let result = classified.get(model);
  if (result === undefined) {
    result = new Map([...collectWorkloadFacts(model)].map(([key, facts]) => [key, classify(facts, model)]));
    classified.set(model, result);
  }
  return result;
}

interface Source {
  readonly labels: Labels | undefined;
  readonly basis: Basis;
  readonly kind: string;
  readonly object: string;
  readonly meta?: ObjectMeta;
}

function classify(workload: WorkloadFacts, model: PolicyModel): Classification {
  let best: { readonly dataClass: DataClass; readonly source: Source } | undefined;
  let notUnderstood: { readonly value: string; readonly source: Source } | undefined;
  let dataAtRest = false;
  for (const source of sourcesOf(workload, model)) {
    if (labelValue(source.labels, DATA_AT_REST_LABEL) === 'true') dataAtRest = true;
    const value = labelValue(source.labels, DATA_CLASS_LABEL);
    if (value === undefined) continue;
    const dataClass = parseDataClass(value);
    if (dataClass === undefined) notUnderstood ??= { value, source };
    else if (best === undefined || isMoreSensitive(dataClass, best.dataClass)) best = { dataClass, source };
  }
  // A label that nobody understands may have meant anything: it is never read as `none`.
  if (best === undefined || (best.dataClass === 'none' && notUnderstood !== undefined)) {
    const source =
      notUnderstood === undefined
        ? noClassFound
        : labelNotUnderstood(notUnderstood.source.kind, notUnderstood.source.object, notUnderstood.value);
    return { dataClass: 'unknown', basis: 'unknown', source, dataAtRest };
  }
  const manager = best.source.meta?.managedFields?.[0]?.manager;
  return {
    dataClass: best.dataClass,
    basis: best.source.basis,
    source: sourceOfLabel(best.source.kind, best.source.object),
    ...(manager === undefined ? {} : { manager }),
    dataAtRest,
  };
}

/** Nearest first. */
function sourcesOf(workload: WorkloadFacts, model: PolicyModel): readonly Source[] {
  const { controller, namespace } = workload;
  const sources: Source[] = [];
  if (controller !== undefined) {
    const object = `${namespace}/${workload.name}`;
    const own = { basis: 'declared', object, meta: controller.metadata } as const;
    sources.push({ ...own, labels: controller.spec.template.metadata?.labels, kind: templateOf(workload.kind) });
    sources.push({ ...own, labels: controller.metadata.labels, kind: workload.kind });
  }
  for (const pod of workload.pods) {
    sources.push({
      labels: pod.metadata.labels,
      basis: 'declared',
      kind: 'Pod',
      object: `${namespace}/${pod.metadata.name}`,
      meta: pod.metadata,
    });
  }
  const scope = model.objects.namespaces.get(namespace);
  if (scope !== undefined) {
    sources.push({
      labels: scope.metadata.labels,
      basis: 'inherited',
      kind: 'Namespace',
      object: namespace,
      meta: scope.metadata,
    });
  }
  return sources;
}

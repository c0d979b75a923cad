import type { Labels, ObjectMeta } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { labelNotUnderstood, noClassFound, sourceOfLabel, sourceOfMap, templateOf } from '#lib/text/en/gaps.ts';
import { DATA_AT_REST_LABEL, DATA_CLASS_LABEL, isMoreSensitive, parseDataClass } from './data-class.ts';
import { entriesFor } from './data-map/match.ts';
import { type DataMap, EMPTY_DATA_MAP } from './data-map/types.ts';
import { furtherData } from './further-data.ts';
import type { Basis, Classification } from './types.ts';
import type { ClassSource, WorkloadData } from './workload-data.ts';
import { collectWorkloadFacts, type WorkloadFacts } from './workload-facts.ts';

const collected = new WeakMap<PolicyModel, WeakMap<DataMap, ReadonlyMap<string, WorkloadData>>>();

/**
 * What is known of every workload's data, by workload key (gdpr.md §4.1, §4.3): the DataMap, then pod, template or
 * workload labels, then the namespace's labels (inherited), then unknown. Sensitivity is the maximum of all sources but
 * where a DataMap entry lowers it and says why; where two sources say the same, the nearer one is named.
 */
export function collectWorkloadData(
  model: PolicyModel,
  dataMap: DataMap = EMPTY_DATA_MAP,
): ReadonlyMap<string, WorkloadData> {
  let ofModel = collected.get(model);
  if (ofModel === undefined) {
    ofModel = new WeakMap();
    collected.set(model, ofModel);
  }
  let result = ofModel.get(dataMap);
  if (result === undefined) {
    result = new Map(
      [...collectWorkloadFacts(model)].map(([key, facts]) => [key, workloadData(facts, model, dataMap)]),
    );
    ofModel.set(dataMap, result);
  }
  return result;
}

/** The class of every workload, by workload key. */
export function classifyWorkloads(model: PolicyModel, dataMap?: DataMap): ReadonlyMap<string, Classification> {
  return new Map([...collectWorkloadData(model, dataMap)].map(([key, { classification }]) => [key, classification]));
}

/** Labels and annotations of one object that may speak of a workload. */
export interface LabelSource {
  readonly labels: Labels | undefined;
  readonly annotations: Labels | undefined;
  readonly basis: Extract<Basis, 'declared' | 'inherited'>;
  readonly kind: string;
  readonly object: string;
  readonly meta?: ObjectMeta;
}

function workloadData(workload: WorkloadFacts, model: PolicyModel, dataMap: DataMap): WorkloadData {
  const entries = entriesFor(dataMap, workload);
  const labelled = labelSources(workload, model);
  const sources: ClassSource[] = [];
  let dataAtRest = false;
  for (const entry of entries) {
    if (entry.dataAtRest === true) dataAtRest = true;
    if (entry.dataClass === undefined) continue;
    const because = entry.because === undefined ? {} : { because: entry.because };
    sources.push({
      kind: 'data-map',
      value: entry.dataClass,
      basis: 'declared',
      source: sourceOfMap(entry.line),
      ...because,
    });
  }
  let notUnderstood: string | undefined;
  for (const source of labelled) {
    if (labelValue(source.labels, DATA_AT_REST_LABEL) === 'true') dataAtRest = true;
    const value = labelValue(source.labels, DATA_CLASS_LABEL);
    if (value === undefined) continue;
    const dataClass = parseDataClass(value);
    if (dataClass === undefined) {
      notUnderstood ??= labelNotUnderstood(source.kind, source.object, value);
      continue;
    }
    const manager = source.meta?.managedFields?.[0]?.manager;
    sources.push({
      kind: source.basis === 'inherited' ? 'namespace' : 'label',
      value: dataClass,
      basis: source.basis,
      source: sourceOfLabel(source.kind, source.object),
      ...(manager === undefined ? {} : { manager }),
    });
  }
  return {
    classification: decide(sources, notUnderstood, dataAtRest),
    sources,
    ...furtherData(workload, entries, labelled, dataMap),
  };
}

/** The rule of the maximum, and a lowering that gives its reason. */
function decide(
  sources: readonly ClassSource[],
  notUnderstood: string | undefined,
  dataAtRest: boolean,
): Classification {
  const lowering = sources.find(({ kind, because }) => kind === 'data-map' && because !== undefined);
  let best = lowering;
  if (best === undefined) {
    for (const source of sources) {
      if (best === undefined || isMoreSensitive(source.value, best.value)) best = source;
    }
    // A label that nobody understands may have meant anything: it is never read as `none`.
    if (best === undefined || (best.value === 'none' && notUnderstood !== undefined)) {
      return { dataClass: 'unknown', basis: 'unknown', source: notUnderstood ?? noClassFound, dataAtRest };
    }
  }
  const { value, basis, source, manager, confidence } = best;
  return {
    dataClass: value,
    basis,
    source,
    ...(manager === undefined ? {} : { manager }),
    ...(confidence === undefined ? {} : { confidence }),
    dataAtRest,
  };
}

/** Nearest first. */
function labelSources(workload: WorkloadFacts, model: PolicyModel): readonly LabelSource[] {
  const { controller, namespace } = workload;
  const sources: LabelSource[] = [];
  if (controller !== undefined) {
    const object = `${namespace}/${workload.name}`;
    const own = { basis: 'declared', object, meta: controller.metadata } as const;
    const template = controller.spec.template.metadata;
    sources.push({
      ...own,
      labels: template?.labels,
      annotations: template?.annotations,
      kind: templateOf(workload.kind),
    });
    const { labels, annotations } = controller.metadata;
    sources.push({ ...own, labels, annotations, kind: workload.kind });
  }
  for (const { metadata } of workload.pods) {
    sources.push({
      labels: metadata.labels,
      annotations: metadata.annotations,
      basis: 'declared',
      kind: 'Pod',
      object: `${namespace}/${metadata.name}`,
      meta: metadata,
    });
  }
  const scope = model.objects.namespaces.get(namespace)?.metadata;
  if (scope !== undefined) {
    const { labels, annotations } = scope;
    sources.push({ labels, annotations, basis: 'inherited', kind: 'Namespace', object: namespace, meta: scope });
  }
  return sources;
}

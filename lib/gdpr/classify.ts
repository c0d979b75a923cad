import { labelValue, type Namespace } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import {
  infrastructureSource,
  labelNotUnderstood,
  noClassFound,
  sourceOfMap,
  sourceOfSignals,
} from '#lib/text/en/data-classes.ts';
import { labelSources, saidClasses } from './class-sources.ts';
import { DATA_AT_REST_LABEL, isMoreSensitive } from './data-class.ts';
import { entriesFor } from './data-map/match.ts';
import { type DataMap, EMPTY_DATA_MAP, type WorkloadEntry } from './data-map/types.ts';
import { factsOf } from './declared-stores.ts';
import { furtherData } from './further-data.ts';
import { findSignals, noOwnDataRule } from './heuristics/find-signals.ts';
import { inferClass, type Signal } from './heuristics/signal.ts';
import { concernedByMoves } from './moves.ts';
import { neighbourSignals } from './neighbour-signals.ts';
import type { Classification, DataClass } from './types.ts';
import type { ClassSource, Grounded, WorkloadData } from './workload-data.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** What is known of all workloads' data, and what that was found from. */
interface Collected {
  readonly facts: ReadonlyMap<string, WorkloadFacts>;
  /** Without what connections tell. */
  readonly own: ReadonlyMap<string, WorkloadData>;
  /** Signs that come over connections. */
  readonly further: ReadonlyMap<string, readonly Signal[]>;
  readonly data: ReadonlyMap<string, WorkloadData>;
}

const collected = new WeakMap<PolicyModel, WeakMap<DataMap, Collected>>();

/**
 * What is known of every workload's data, by workload key (gdpr.md §4.1, §4.3): the DataMap, then pod, template or
 * workload labels, then the namespace's labels (inherited), then the heuristics (inferred), then unknown. Sensitivity
 * is the maximum of all sources but where a DataMap entry lowers it and says why; where two sources say the same, the
 * nearer one is named.
 * @param before an earlier revision: where everybody connects with whom they did, signs over connections are the same.
 */
export function collectWorkloadData(
  model: PolicyModel,
  dataMap: DataMap = EMPTY_DATA_MAP,
  before?: PolicyModel,
): ReadonlyMap<string, WorkloadData> {
  let ofModel = collected.get(model);
  if (ofModel === undefined) {
    ofModel = new WeakMap();
    collected.set(model, ofModel);
  }
  let result = ofModel.get(dataMap);
  if (result === undefined) {
    const known = before === undefined ? undefined : collected.get(before)?.get(dataMap);
    result = collect(
      model,
      dataMap,
      before === undefined || known === undefined ? undefined : { model: before, known },
    );
    ofModel.set(dataMap, result);
  }
  return result.data;
}

/** The class of every workload, by workload key. */
export function classifyWorkloads(model: PolicyModel, dataMap?: DataMap): ReadonlyMap<string, Classification> {
  return new Map([...collectWorkloadData(model, dataMap)].map(([key, { classification }]) => [key, classification]));
}

interface Earlier {
  readonly model: PolicyModel;
  readonly known: Collected;
}

function collect(model: PolicyModel, dataMap: DataMap, earlier: Earlier | undefined): Collected {
  const facts = factsOf(model, dataMap);
  const own = new Map<string, WorkloadData>();
  for (const [key, workload] of facts) own.set(key, ownData(workload, model, dataMap));
  const further = furtherSignals(model, facts, own, earlier);
  const data = new Map(own);
  for (const [key, signals] of further) {
    const said = own.get(key);
    if (said === undefined) continue;
    const known = earlier?.known;
    const isSame = known?.own.get(key) === said && known.further.get(key) === signals;
    data.set(
      key,
      (isSame ? known.data.get(key) : undefined) ?? withSignals(said, [...(said.signals ?? []), ...signals]),
    );
  }
  return { facts, own, further, data };
}

/**
 * One step along the connections, from what is known without them: never from what another step gave. Signs of an earlier
 * revision stand, but for those whose connections may be others.
 */
function furtherSignals(
  model: PolicyModel,
  facts: ReadonlyMap<string, WorkloadFacts>,
  own: ReadonlyMap<string, WorkloadData>,
  earlier: Earlier | undefined,
): ReadonlyMap<string, readonly Signal[]> {
  const classOf = (key: string): DataClass => own.get(key)?.classification.dataClass ?? 'unknown';
  const known = earlier !== undefined && hasSameSigns(earlier.known, facts, own) ? earlier : undefined;
  const moved = known && concernedByMoves(known.model, known.known.facts, model, facts);
  if (known === undefined || moved === undefined) return neighbourSignals(model, facts, classOf);
  if (moved.workloads.size === 0) return known.known.further;
  const further = new Map(known.known.further);
  for (const key of moved.workloads) further.delete(key);
  const asked = [...moved.workloads].flatMap((key) => facts.get(key) ?? []);
  for (const [key, signals] of neighbourSignals(model, facts, classOf, asked)) further.set(key, signals);
  return further;
}

/** Whether all that signs over connections are read from is the same, connections aside. */
function hasSameSigns(
  before: Collected,
  facts: ReadonlyMap<string, WorkloadFacts>,
  own: ReadonlyMap<string, WorkloadData>,
): boolean {
  if (before.facts.size !== facts.size) return false;
  for (const [key, workload] of facts) {
    const known = before.facts.get(key);
    if (known === undefined) return false;
    if (known !== workload && signsText(known) !== signsText(workload)) return false;
    if (before.own.get(key)?.classification.dataClass !== own.get(key)?.classification.dataClass) return false;
  }
  return true;
}

function signsText({ classes, count, images, served, store, hostNetwork }: WorkloadFacts): string {
  return JSON.stringify([classes, count > 0, images, served, store, hostNetwork]);
}

/** What objects and data map say of a workload itself, for facts that a later revision takes over. */
interface OwnData {
  readonly dataMap: DataMap;
  readonly scope: Namespace | undefined;
  readonly data: WorkloadData;
}
const ownDataOf = new WeakMap<WorkloadFacts, OwnData>();

function ownData(workload: WorkloadFacts, model: PolicyModel, dataMap: DataMap): WorkloadData {
  const scope = model.objects.namespaces.get(workload.namespace);
  const known = ownDataOf.get(workload);
  if (known !== undefined && known.dataMap === dataMap && known.scope === scope) return known.data;
  const data = workloadData(workload, model, dataMap);
  ownDataOf.set(workload, { dataMap, scope, data });
  return data;
}

function workloadData(workload: WorkloadFacts, model: PolicyModel, dataMap: DataMap): WorkloadData {
  const entries = entriesFor(dataMap, workload);
  const labelled = labelSources(workload, model, dataMap);
  const { sources, notUnderstood } = saidClasses(entries, labelled, dataMap);
  const atRest = dataAtRestOf(entries);
  const { namespace, name, kind, images, served, claims } = workload;
  const signals = findSignals({
    ...{ namespace, name, kind, images, served, claims },
    labels: labelled.flatMap(({ labels, annotations }) => [labels, annotations]),
  });
  const noOwnData = noOwnDataRule(images);
  const atRestKeys = [DATA_AT_REST_LABEL, ...(dataMap.aliases.dataAtRest ?? [])];
  const dataAtRest =
    atRest?.value ??
    labelled.some(({ labels, annotations }) =>
      atRestKeys.some((key) => (labelValue(labels, key) ?? labelValue(annotations, key)) === 'true'),
    );
  const words = notUnderstood.map(({ source, value }) => labelNotUnderstood(source.kind, source.object, value));
  const data: WorkloadData = {
    classification: decide(sources, words[0], dataAtRest),
    sources,
    ...(noOwnData === undefined
      ? {}
      : {
          noOwnData: {
            value: true,
            basis: 'inferred' as const,
            source: infrastructureSource(noOwnData.image, noOwnData.reason, noOwnData.id),
          },
        }),
    ...(words.length === 0 ? {} : { notUnderstood: [...new Set(words)] }),
    ...(atRest === undefined ? {} : { dataAtRest: atRest }),
    ...furtherData(workload, entries, labelled, dataMap),
  };
  return signals.length === 0 ? data : withSignals(data, signals);
}

/** The same with the signs of the heuristics, and the class that they add up to as one more source. */
function withSignals(data: WorkloadData, signals: readonly Signal[]): WorkloadData {
  const inferred = inferClass(signals);
  const said = data.sources.filter(({ kind }) => kind !== 'heuristic');
  if (inferred === undefined) return { ...data, signals };
  const source: ClassSource = {
    kind: 'heuristic',
    value: inferred.dataClass,
    basis: 'inferred',
    source: sourceOfSignals(inferred.signals),
    confidence: inferred.confidence,
  };
  const sources = [...said, source];
  const { dataAtRest } = data.classification;
  return { ...data, signals, sources, classification: decide(sources, data.notUnderstood?.[0], dataAtRest) };
}

/**
 * The rule of the maximum. The DataMap's own word is the most sensitive of its entries; where that one gives a reason
 * it holds against everything else.
 */
function decide(
  sources: readonly ClassSource[],
  notUnderstood: string | undefined,
  dataAtRest: boolean,
): Classification {
  let best = settledByMap(sources);
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
    ...loweredFrom(best, sources),
  };
}

function loweredFrom(best: ClassSource, sources: readonly ClassSource[]): Pick<Classification, 'lowered'> {
  const { because } = best;
  if (best.kind !== 'data-map' || because === undefined) return {};
  let highest = best.value;
  for (const { value } of sources) if (isMoreSensitive(value, highest)) highest = value;
  return highest === best.value ? {} : { lowered: { from: highest, because } };
}

/** The DataMap's entry that decides alone, because it gives its reason; undefined where none does. */
export function settledByMap(sources: readonly ClassSource[]): ClassSource | undefined {
  let best: ClassSource | undefined;
  for (const source of sources) {
    if (source.kind !== 'data-map') continue;
    const isBetter =
      best === undefined ||
      isMoreSensitive(source.value, best.value) ||
      (source.value === best.value && best.because === undefined && source.because !== undefined);
    if (isBetter) best = source;
  }
  return best?.because === undefined ? undefined : best;
}

function dataAtRestOf(entries: readonly WorkloadEntry[]): Grounded<boolean> | undefined {
  const entry = entries.find(({ dataAtRest }) => dataAtRest !== undefined);
  if (entry?.dataAtRest === undefined) return undefined;
  return { value: entry.dataAtRest, basis: 'declared', source: sourceOfMap(entry.line) };
}

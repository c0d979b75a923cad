import type { PackedObserved } from '#lib/flows/packed-observed.ts';
import type { AdequacyTable } from '#lib/gdpr/adequacy/types.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { type KeptObject, objectKey, type Pod, workloadKey } from '#lib/kube/objects.ts';
import { controllerOf } from '#lib/kube/workload-of-pod.ts';
import { type PackedGroup, packObjects, unpackObjects, valuesOfPacked } from './pack-objects.ts';
import { objectForEvidence, waiverForEvidence } from './without-names.ts';

/** All that the results follow from, with `profile`, `completeness` and `taken` of the evidence. */
export interface EvidenceInputs {
  /** All but pods, by kind and name. */
  readonly objects: readonly KeptObject[];
  /** What the pods of one workload have in common stands once. */
  readonly pods: readonly PackedGroup[];
  /** The text of the DataMap in force; absent where there was none. */
  readonly dataMap?: string;
  /** The waivers given; absent where there was none. */
  readonly waivers?: readonly Waiver[];
  /** RFC 3339: when the report was made, where the source's time is another: expiry is judged by it. */
  readonly asked?: string;
  /** The table given in place of the one that ships. */
  readonly adequacy?: AdequacyTable;
  /** What a source of traffic observed; absent where none did. */
  readonly observed?: PackedObserved;
}

/** What was given beside the objects, and the checks were asked with. */
export type GivenInputs = Omit<EvidenceInputs, 'objects' | 'pods'>;

export function inputsOf(
  objects: ClusterObjects,
  { dataMap, waivers = [], asked, adequacy, observed }: GivenInputs,
): EvidenceInputs {
  const pods = sorted(objects.pods).map((pod) => objectForEvidence(pod));
  return {
    objects: keptBesidePods(objects),
    pods: packObjects(pods, familyOfPod),
    ...(dataMap === undefined ? {} : { dataMap }),
    ...(waivers.length === 0 ? {} : { waivers: waivers.map(waiverForEvidence) }),
    ...(asked === undefined ? {} : { asked }),
    ...(adequacy === undefined ? {} : { adequacy }),
    ...(observed === undefined ? {} : { observed }),
  };
}

/** Every object of the inputs, pods last. */
export function* objectsOfInputs({ objects, pods }: Pick<EvidenceInputs, 'objects' | 'pods'>): Generator<KeptObject> {
  yield* objects;
  yield* podsOfInputs({ pods });
}

export function podsOfInputs({ pods }: Pick<EvidenceInputs, 'pods'>): Generator<Pod> {
  return unpackObjects(pods) as Generator<Pod>;
}

/** Position of each pod (`ns/name`) in the inputs, counted row by row. */
export function podPositions({ pods }: Pick<EvidenceInputs, 'pods'>): ReadonlyMap<string, number> {
  const names = valuesOfPacked(pods, '/metadata/name');
  const positions = new Map<string, number>();
  for (const namespace of valuesOfPacked(pods, '/metadata/namespace')) {
    const metadata = { namespace, name: names.next().value } as Pod['metadata'];
    positions.set(objectKey(metadata), positions.size);
  }
  return positions;
}

function keptBesidePods(objects: ClusterObjects): readonly KeptObject[] {
  const maps: readonly ReadonlyMap<string, KeptObject>[] = [
    objects.namespaces,
    objects.nodes,
    objects.workloads,
    objects.services,
    objects.endpointSlices,
    objects.ingresses,
    objects.ingressClasses,
    objects.gatewayClasses,
    objects.gateways,
    objects.routes,
    objects.referenceGrants,
    objects.serviceEntries,
    objects.networkPolicies,
    objects.clusterPolicies,
    objects.unevaluated,
  ];
  return maps.flatMap((map) => sorted(map).map((object) => objectForEvidence(object)));
}

/** Pods of one controller look alike. */
function familyOfPod({ metadata }: Pod): string {
  const owner = controllerOf(metadata);
  return owner === undefined ? (metadata.namespace ?? '') : workloadKey(owner.kind, { ...metadata, name: owner.name });
}

function sorted<Kept>(map: ReadonlyMap<string, Kept>): readonly Kept[] {
  return [...map].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, object]) => object);
}

import { anyAddressesLabel, OUTSIDE_BAND } from '#lib/text/en/matrix.ts';
import { anyPodLabel, internetLabel, zoneLabels } from '#lib/text/en/scene.ts';
import type { SceneInput } from '../scene-input.ts';
import { type NamespaceFacts, namespaceFacts, tileBox } from '../scene-of-namespaces.ts';
import { isOpenPost, splitWorkload, type WorkloadFacts, workloadFacts } from '../scene-workloads.ts';
import type { FencePost } from '../types.ts';
import { ZONES } from '../zones.ts';
import type { Sortable } from './order-entries.ts';
import type { MatrixEntry } from './types.ts';

/** An entry with the unit of the relation that it stands for: a namespace, a workload, or one of the outside. */
export interface UnitEntry extends Sortable {
  readonly unit: string;
}

export const ANY_POD_LINE = 'any-pod';
export const INTERNET_LINE = 'internet';
export const ADDRESS_LINE = 'any-address';

/** Lines that are no pods, in the order in which they come first. */
export function outsideEntry(unit: typeof ANY_POD_LINE | typeof INTERNET_LINE | typeof ADDRESS_LINE): UnitEntry {
  const [type, label] = {
    [ANY_POD_LINE]: ['any-pod', anyPodLabel] as const,
    [INTERNET_LINE]: ['internet', internetLabel] as const,
    [ADDRESS_LINE]: ['address', anyAddressesLabel] as const,
  }[unit];
  return { unit, band: -1, entry: { id: unit, type, label, band: OUTSIDE_BAND, pods: 0 } };
}

/** Who may start connections to routable addresses, by unit. */
export type ReachesInternet = (unit: string) => boolean;

/** One entry for each namespace; its band is its zone. */
export function namespaceEntries(
  namespaces: readonly NamespaceFacts[],
  workloads: readonly WorkloadFacts[],
  reachesInternet: ReachesInternet,
): UnitEntry[] {
  const members = Map.groupBy(workloads, ({ namespace }) => namespace);
  return namespaces.map((each) => {
    const own = members.get(each.name) ?? [];
    const entry: MatrixEntry = {
      id: tileBox(each.name),
      type: 'tile',
      label: each.name,
      namespace: each.name,
      band: zoneLabels[each.zone],
      pods: each.pods,
      ...each.node,
      ...fenceOf(own),
      ...(each.zone === 'platform' ? { platform: true } : {}),
      ...(reachesInternet(each.name) || own.some(mayLeave) ? { reachesInternet: true } : {}),
    };
    return { unit: each.name, band: ZONES.indexOf(each.zone), entry };
  });
}

/** One entry for each workload of the namespaces that `isShown`; its band is its namespace, in the order of `bands`. */
export function workloadEntries(
  workloads: readonly WorkloadFacts[],
  bands: ReadonlyMap<string, number>,
  reachesInternet: ReachesInternet,
): UnitEntry[] {
  return workloads.flatMap((each) => {
    const band = bands.get(each.namespace);
    if (band === undefined) return [];
    const { dataClass, basis } = each.classification;
    const entry: MatrixEntry = {
      id: each.key,
      type: 'workload',
      label: each.name,
      namespace: each.namespace,
      kind: each.kind,
      band: each.namespace,
      pods: each.pods,
      dataClass,
      basis,
      ...(each.hostNetwork ? {} : { fence: { ingress: each.ingress, egress: each.egress } }),
      ...(each.gaps === undefined ? {} : { gaps: each.gaps }),
      ...(reachesInternet(each.key) || mayLeave(each) ? { reachesInternet: true } : {}),
    };
    return [{ unit: each.key, band, entry }];
  });
}

/** Facts of all workloads, and the namespaces in the order of the map: by zone, then by name. */
export function matrixFacts(input: SceneInput): {
  readonly workloads: readonly WorkloadFacts[];
  readonly namespaces: readonly NamespaceFacts[];
  readonly namespaceBands: ReadonlyMap<string, number>;
} {
  const workloads = workloadFacts(input);
  const namespaces = namespaceFacts(input, workloads);
  const ordered = ZONES.flatMap((zone) => namespaces.filter((each) => each.zone === zone)).map(({ name }) => name);
  return { workloads, namespaces, namespaceBands: new Map(ordered.map((name, index) => [name, index])) };
}

export const inWorkload = (key: string) => splitWorkload(key).namespace;

/** An open egress, or one that policies may not hold. */
const mayLeave = ({ hostNetwork, egress }: WorkloadFacts) =>
  hostNetwork || isOpenPost(egress) || egress.depends === true;

/** Shares over the pods that have gates; absent where none has. */
function fenceOf(workloads: readonly WorkloadFacts[]): Pick<MatrixEntry, 'fence'> {
  const counted = workloads.filter((each) => !each.hostNetwork);
  if (counted.length === 0) return {};
  const pods = counted.reduce((sum, each) => sum + Math.max(1, each.pods), 0);
  const post = (side: (each: WorkloadFacts) => FencePost): FencePost => ({
    isolated: counted.reduce((sum, each) => sum + side(each).isolated * Math.max(1, each.pods), 0) / pods,
    ...(counted.some((each) => side(each).partly === true) ? { partly: true } : {}),
    ...(counted.some((each) => side(each).depends === true) ? { depends: true } : {}),
  });
  return { fence: { ingress: post((each) => each.ingress), egress: post((each) => each.egress) } };
}

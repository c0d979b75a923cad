import type { Classification, Gap, WitnessHop } from '#lib/gdpr/types.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { anyPodLabel, internetLabel, withoutLabels } from '#lib/text/en/scene.ts';
import { edgeLabel } from './port-label.ts';
import { frameScene } from './scene-frame.ts';
import type { Scene, SceneEdge, SceneNode } from './types.ts';

const BOX = { width: 150, height: 36 };
const INSET = { side: 10, top: 26, bottom: 10 };
/** Room for a label of some ports. */
const GAP = 92;
const ROW = 92;
/** Boxes side by side on a page in portrait. */
const MOST_IN_ROW = 4;

/** What the picture says of a workload besides its name. */
export interface PathEnd {
  readonly classification?: Classification | undefined;
  readonly fence?: SceneNode['fence'];
}

/**
 * The hops of a gap's witness as a picture of its own: boxes from left to right, each in its namespace, a line for each
 * hop.
 * @param endOf of `ns/Kind/name`.
 */
export function pathScene(gap: Pick<Gap, 'id' | 'severity' | 'witness'>, endOf: (workload: string) => PathEnd): Scene {
  const places = placeEnds(gap.witness);
  const nodes: SceneNode[] = [];
  for (const [end, { column, row }] of places) {
    const x = column * (BOX.width + 2 * INSET.side + GAP);
    const y = row * ROW;
    const { namespace, label, detail, type } = endParts(end);
    if (namespace !== undefined) {
      nodes.push({
        id: `box:${end}`,
        type: 'namespace',
        x: x - INSET.side,
        y: y - INSET.top,
        width: BOX.width + 2 * INSET.side,
        height: BOX.height + INSET.top + INSET.bottom,
        label: namespace,
        sentence: namespace,
      });
    }
    const { classification, fence } = endOf(end);
    nodes.push({
      id: end,
      type,
      ...(namespace === undefined ? {} : { parent: `box:${end}`, namespace }),
      x,
      y,
      ...BOX,
      label,
      ...(detail === undefined ? {} : { detail }),
      ...(classification === undefined ? {} : { dataClass: classification.dataClass, basis: classification.basis }),
      ...(fence === undefined ? {} : { fence }),
      sentence: end,
    });
  }
  const edges = gap.witness.map(
    (hop, index): SceneEdge => ({
      id: `hop:${index}`,
      from: hop.from,
      to: hop.to,
      state: hop.verdict === 'depends' ? 'depends' : 'gap',
      severity: gap.severity,
      gaps: [gap.id],
      allow: hop.ports,
      depends: { TCP: [], UDP: [], SCTP: [] },
      reasons: [],
      label: isNoPort(hop.ports) ? '' : edgeLabel(hop.ports),
      count: 1,
      sentence: `${hop.from} → ${hop.to}`,
    }),
  );
  return { level: 'workloads', restLevel: 'workloads', ...frameScene(nodes, edges), omitted: [] };
}

/** A hop that begins where another ends goes on to the right; any other begins a new row. */
function placeEnds(
  witness: readonly WitnessHop[],
): ReadonlyMap<string, { readonly column: number; readonly row: number }> {
  const places = new Map<string, { readonly column: number; readonly row: number }>();
  let rows = 0;
  const put = (end: string, column: number, row: number): void => {
    if (places.has(end)) return;
    const free = column < MOST_IN_ROW ? { column, row } : { column: 0, row: rows++ };
    places.set(end, free);
  };
  for (const { from, to } of witness) {
    if (!places.has(from)) put(from, 0, rows++);
    const source = places.get(from) ?? { column: 0, row: 0 };
    const isTaken = [...places.values()].some(({ column, row }) => column === source.column + 1 && row === source.row);
    if (isTaken) put(to, source.column + 1, rows++);
    else put(to, source.column + 1, source.row);
  }
  return places;
}

/** `ns/Kind/name`, `ns/?` with or without labels, `internet`, `any-pod`, an address. */
function endParts(end: string): Pick<SceneNode, 'type' | 'label' | 'namespace' | 'detail'> {
  if (end === 'internet') return { type: 'internet', label: internetLabel };
  if (end === 'any-pod') return { type: 'any-pod', label: anyPodLabel };
  const [namespace = '', kind = '', name] = end.split('/');
  if (kind.startsWith('?')) {
    return { type: 'any-pod', label: anyPodLabel, namespace, detail: kind === '?' ? withoutLabels : kind.slice(1) };
  }
  if (name === undefined || namespace === '') return { type: 'address', label: end };
  return { type: 'workload', label: name, namespace };
}

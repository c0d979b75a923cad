import { objectKey } from '#lib/kube/objects.ts';
import { hostRepresentatives } from '../host-classes.ts';
import type { PolicyModel, SingleEnd } from '../model.ts';
import type { PathStep } from '../paths/path-vertices.ts';
import { NO_PORTS } from '../port-set.ts';

/** A workload's pods of one class: what a path goes through. */
export interface LiteralVertex {
  readonly workload: string;
  readonly classId: number;
}

/** Workloads with all their pods, or with those of some classes. */
export type LiteralEnds = ReadonlySet<string> | ReadonlyMap<string, ReadonlySet<number>>;

function isAmong(ends: LiteralEnds, { workload, classId }: LiteralVertex): boolean {
  return 'get' in ends ? ends.get(workload)?.has(classId) === true : ends.has(workload);
}

/**
 * Every workload with every other, pod by pod. Pods on the host network that differ by their node only are in one class
 * here: an agent is one vertex, wherever it runs.
 */
export function literalGraph(model: PolicyModel, relation: 'must' | 'may') {
  const representatives = hostRepresentatives(model);
  const vertices: (LiteralVertex & { readonly ends: readonly SingleEnd[] })[] = model.workloads.flatMap((workload) => {
    const ends = Map.groupBy(endsOf(model, workload), (end) => representatives[end.class] ?? end.class);
    return [...ends].map(([classId, ends]) => ({ workload, classId, ends }));
  });
  const edges = vertices.map((from) =>
    vertices.map((to) => {
      const connects = (a: SingleEnd, b: SingleEnd): boolean => model.relation(a, b)[relation] !== NO_PORTS;
      return from !== to && from.ends.some((a) => to.ends.some((b) => connects(a, b))) ? 1 : 0;
    }),
  );
  return { vertices, edges };
}

/** The same with the internet, which gets into some pods of workloads. */
export function literalEntered(
  { vertices, edges }: ReturnType<typeof literalGraph>,
  entered: LiteralEnds,
): ReturnType<typeof literalGraph> {
  const internet = { workload: 'internet', classId: -1, ends: [] };
  return {
    vertices: [...vertices, internet],
    edges: [
      ...edges.map((row) => [...row, 0 as const]),
      [...vertices.map((vertex) => (isAmong(entered, vertex) ? (1 as const) : (0 as const))), 0 as const],
    ],
  };
}

type ClassEnd = Extract<SingleEnd, { readonly type: 'class' }>;

function endsOf(model: PolicyModel, workload: string): readonly ClassEnd[] {
  const pods = model.podsOfWorkload(workload).flatMap(({ metadata }): ClassEnd[] => {
    const pod = objectKey(metadata);
    const id = model.classOf(pod);
    return id === undefined ? [] : [{ type: 'class', class: id, pod }];
  });
  if (pods.length > 0) return pods;
  return [...model.classesOfWorkload(workload).keys()].map((id) => ({ type: 'class', class: id }));
}

/** Length and number of the shortest walks from any source to any target. */
export function literalShortest(
  { vertices, edges }: ReturnType<typeof literalGraph>,
  from: LiteralEnds,
  to: ReadonlySet<string>,
  maxHops: number,
): { hops: number; count: number } | undefined {
  let walks: number[] = vertices.map((vertex) => (isAmong(from, vertex) ? 1 : 0));
  for (let hops = 1; hops <= maxHops; hops++) {
    walks = vertices.map((_, target) =>
      walks.reduce((sum, count, source) => sum + count * (edges[source]?.[target] ?? 0), 0),
    );
    const count = vertices.reduce((sum, vertex, id) => {
      return to.has(vertex.workload) && !isAmong(from, vertex) ? sum + (walks[id] ?? 0) : sum;
    }, 0);
    if (count > 0) return { hops, count };
  }
  return undefined;
}

/** Workloads within so many connections of one, or of those of its pods that are in some classes. */
export function literalReach(
  { vertices, edges }: ReturnType<typeof literalGraph>,
  from: string,
  hops: number,
  pods?: ReadonlySet<number>,
): ReadonlyMap<string, number> {
  const reached = new Map<string, number>();
  const isStart = ({ workload, classId }: LiteralVertex) => workload === from && pods?.has(classId) !== false;
  let near = new Set(vertices.flatMap((vertex, id) => (isStart(vertex) ? [id] : [])));
  for (let hop = 1; hop <= hops; hop++) {
    near = near.union(
      new Set(vertices.flatMap((_, to) => ([...near].some((each) => edges[each]?.[to] === 1) ? [to] : []))),
    );
    for (const id of near) {
      const { workload } = vertices[id] as LiteralVertex;
      if (workload !== from && !reached.has(workload)) reached.set(workload, hop);
    }
  }
  return reached;
}

/** Whether pods of one class of a workload connect with those of one of the other's, or of another class of its own. */
export function literalStep(
  { vertices, edges }: ReturnType<typeof literalGraph>,
  from: PathStep | undefined,
  to: PathStep,
): boolean {
  const placeOf = (step: PathStep | undefined): number =>
    vertices.findIndex(({ workload, classId }) => workload === step?.workload && classId === step.classId);
  return edges[placeOf(from)]?.[placeOf(to)] === 1;
}

/** Ford and Fulkerson, one connection at a time. */
export function literalCut(
  { vertices, edges }: ReturnType<typeof literalGraph>,
  from: LiteralEnds,
  to: ReadonlySet<string>,
): number {
  const room = edges.map((row) => [...row]);
  for (let flow = 0; ; flow++) {
    const previous = new Map<number, number>();
    const queue = vertices.flatMap((vertex, id) => (isAmong(from, vertex) ? [id] : []));
    const seen = new Set(queue);
    let end: number | undefined;
    for (const id of queue) {
      if (to.has(vertices[id]?.workload ?? '')) {
        end = id;
        break;
      }
      for (const [next, left] of (room[id] ?? []).entries()) {
        if (left === 0 || seen.has(next)) continue;
        seen.add(next);
        previous.set(next, id);
        queue.push(next);
      }
    }
    if (end === undefined) return flow;
    for (let id = end; previous.has(id); id = previous.get(id) as number) {
      const before = previous.get(id) as number;
      const [row, back] = [room[before] as number[], room[id] as number[]];
      row[id] = (row[id] as number) - 1;
      back[before] = (back[before] as number) + 1;
    }
  }
}

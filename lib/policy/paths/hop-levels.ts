import type { PolicyModel } from '../model.ts';
import { type ClassGraph, classGraph, type FollowedRelation } from './class-graph.ts';

/** `out`: where one gets from a pod; `in`: from where one gets to it. */
export type HopDirection = 'out' | 'in';

/**
 * How many connections it takes from the pods of some classes to those of every other, or the other way round. Classes
 * on the host network that differ by their node only are asked by the one that stands for them.
 */
export interface HopLevels {
  readonly direction: HopDirection;
  /** Class → connections, the fewest; 0 where there is no way. For a class asked for: by how many one comes back to it. */
  readonly hops: Int32Array;
  /** Class → shortest ways to any one of its workloads, workload by workload. */
  readonly ways: Float64Array;
  /** The most connections that a shortest way takes. */
  readonly longest: number;
  /** The classes one connection nearer that a class is reached from (`in`: that it reaches); at hop 1 those asked for. */
  before(classId: number): readonly number[];
}

/** Classes in the order in which one walks, with those that have somebody in them. */
interface Steps {
  /** Edges that kinds do not tell, in the direction of the walk, and against it. */
  readonly onwards: (classId: number) => readonly number[];
  readonly backwards: (classId: number) => readonly number[];
  /** Class → kind by which it goes on, and by which it is come to; -1: none. */
  readonly kindOn: Int32Array;
  readonly kindTo: Int32Array;
  /** Kind → its classes that are come to. */
  readonly members: readonly (readonly number[])[];
  readonly meets: (kindOn: number, kindTo: number) => boolean;
}

const known = new WeakMap<PolicyModel, Map<string, Steps>>();

/**
 * Breadth first over classes. Two kinds are looked at together once for each round. Classes without a pod are on no way.
 * @param start classes of the model: that of a pod, or those of a workload; they may be without a pod.
 */
export function hopLevels(
  model: PolicyModel,
  start: readonly number[],
  direction: HopDirection,
  relation: FollowedRelation,
): HopLevels {
  const graph = classGraph(model, relation);
  const steps = stepsOf(model, graph, direction, relation);
  const workloads = workloadsOfClasses(model);
  const own = [...new Set(start.map((id) => graph.representatives[id] ?? id))];
  const hops = new Int32Array(model.classes.length);
  const ways = new Float64Array(model.classes.length);
  const waiting = [...steps.members];
  const levels: (readonly number[])[] = [own];
  for (let level = 1; ; level++) {
    const next: number[] = [];
    const arrive = (classId: number, more: number): void => {
      if (hops[classId] === 0) {
        hops[classId] = level;
        next.push(classId);
      }
      if (hops[classId] === level) ways[classId] = (ways[classId] as number) + more;
    };
    /** Kind → ways that end in its classes of the round before. */
    const sources = new Map<number, number>();
    for (const classId of levels[level - 1] ?? []) {
      // The asked pod is one, whatever else is in its class.
      const more = level === 1 ? 1 : (ways[classId] as number) * (workloads[classId]?.length ?? 0);
      for (const other of steps.onwards(classId)) {
        if ((workloads[other]?.length ?? 0) > 0) arrive(other, more);
      }
      const kind = steps.kindOn[classId] as number;
      if (kind >= 0) sources.set(kind, (sources.get(kind) ?? 0) + more);
    }
    for (const [kind, members] of waiting.entries()) {
      if (members.length === 0) continue;
      let more = 0;
      for (const [source, some] of sources) if (steps.meets(source, kind)) more += some;
      if (more > 0) for (const classId of members) arrive(classId, more);
      waiting[kind] = members.filter((classId) => hops[classId] === 0);
    }
    if (next.length === 0) return levelsOf(steps, levels, { direction, hops, ways, longest: level - 1 });
    levels.push(next);
  }
}

function levelsOf(steps: Steps, levels: readonly (readonly number[])[], found: Omit<HopLevels, 'before'>): HopLevels {
  const byKind: (ReadonlyMap<number, readonly number[]> | undefined)[] = [];
  const start = new Set(levels[0]);
  return {
    ...found,
    before(classId) {
      const level = (found.hops[classId] as number) - 1;
      if (level < 0) return [];
      const near = levels[level] ?? [];
      const kind = steps.kindTo[classId] as number;
      const isNear = (each: number) => (level === 0 ? start.has(each) : found.hops[each] === level);
      const before = steps.backwards(classId).filter(isNear);
      if (kind < 0) return before;
      const groups = byKind[level] ?? Map.groupBy(near, (each) => steps.kindOn[each] as number);
      byKind[level] = groups;
      for (const [source, members] of groups) {
        if (source >= 0 && steps.meets(source, kind)) for (const each of members) before.push(each);
      }
      return before;
    },
  };
}

function stepsOf(model: PolicyModel, graph: ClassGraph, direction: HopDirection, relation: FollowedRelation): Steps {
  const ofModel = known.get(model) ?? new Map<string, Steps>();
  known.set(model, ofModel);
  const key = `${direction} ${relation}`;
  let steps = ofModel.get(key);
  if (steps === undefined) {
    steps = makeSteps(model, graph, direction);
    ofModel.set(key, steps);
  }
  return steps;
}

function makeSteps(model: PolicyModel, graph: ClassGraph, direction: HopDirection): Steps {
  const workloads = workloadsOfClasses(model);
  const reversed: number[][] = model.classes.map(() => []);
  for (const { id } of model.classes) for (const other of graph.edgesOf(id)) reversed[other]?.push(id);
  const edges = (classId: number) => graph.edgesOf(classId);
  const into = (classId: number) => reversed[classId] ?? [];
  const out = direction === 'out';
  const kindTo = out ? graph.kindIn : graph.kindOut;
  const members: number[][] = Array.from({ length: graph.kinds }, () => []);
  for (const { id } of model.classes) {
    if ((workloads[id]?.length ?? 0) > 0) members[kindTo[id] as number]?.push(id);
  }
  return {
    ...{ onwards: out ? edges : into, backwards: (id: number) => [...(out ? into(id) : edges(id))] },
    ...{ kindOn: out ? graph.kindOut : graph.kindIn, kindTo, members },
    meets: out ? graph.meets : (on, to) => graph.meets(to, on),
  };
}

const inhabited = new WeakMap<PolicyModel, readonly (readonly string[])[]>();

/** Class → the workloads with a pod in it, sorted; host-network classes under the one that stands for them. */
export function workloadsOfClasses(model: PolicyModel): readonly (readonly string[])[] {
  let found = inhabited.get(model);
  if (found === undefined) {
    const { representatives } = classGraph(model, 'may');
    const lists: string[][] = model.classes.map(() => []);
    for (const workload of model.workloads) {
      for (const [id, count] of model.classesOfWorkload(workload)) {
        if (count === 0) continue;
        const list = lists[representatives[id] ?? id];
        if (list?.at(-1) !== workload) list?.push(workload); // workloads come one by one
      }
    }
    found = lists;
    inhabited.set(model, found);
  }
  return found;
}

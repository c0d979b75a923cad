import type { PathVertex, PathVertices } from './path-vertices.ts';

/**
 * Dinic's algorithm over the vertices of a question. Arcs of edges are written out; those through the hub are implied by
 * its members, and only those that carry flow are kept.
 */
export class FlowNetwork {
  private readonly vertices: PathVertices;
  /** Arcs by turns with their reverse: arc `a` goes back as `a ^ 1`. */
  private readonly arcTo: number[] = [];
  private readonly room: number[] = [];
  private readonly arcsOf: number[][];
  /** Source → target → flow through the hub; and target → sources, for the way back. */
  private readonly hubFlow: (Map<number, number> | undefined)[] = [];
  private readonly hubBack: (Map<number, number> | undefined)[] = [];
  private readonly weights: readonly number[];
  private readonly hubTargets: readonly (readonly number[])[];
  /** Hub targets by their level in this round: most are not one step on. */
  private targetsByLevel = new Map<readonly number[], number[][]>();
  private level: Int32Array;
  private readonly next: Int32Array;

  constructor(vertices: PathVertices) {
    this.vertices = vertices;
    const { list } = vertices;
    this.weights = list.map(({ workloads }) => workloads.length);
    this.arcsOf = list.map(() => []);
    this.level = new Int32Array(list.length);
    this.next = new Int32Array(list.length);
    for (const from of list) {
      if (from.isTo) continue;
      for (const to of vertices.outOf(from)) if (to !== from && !to.isFrom) this.addArc(from.id, to.id);
    }
    this.hubTargets = this.targetsOfHub();
  }

  /** The value of the largest flow. */
  maximise(): number {
    let flow = 0;
    while (this.findLevels()) {
      this.next.fill(0);
      for (const { id, isFrom } of this.vertices.list) if (isFrom) flow += this.push(id, Number.POSITIVE_INFINITY);
    }
    return flow;
  }

  /** After `maximise`: whether the vertex is on the sources' side of a smallest cut. */
  isNear({ id }: PathVertex): boolean {
    return (this.level[id] as number) >= 0;
  }

  private addArc(from: number, to: number): void {
    this.arcsOf[from]?.push(this.arcTo.length);
    this.arcTo.push(to);
    this.room.push((this.weights[from] as number) * (this.weights[to] as number));
    this.arcsOf[to]?.push(this.arcTo.length);
    this.arcTo.push(from);
    this.room.push(0);
  }

  /** For each group of hub sources, all hub targets that it meets. */
  private targetsOfHub(): readonly (readonly number[])[] {
    const { hubIn, hubMeets } = this.vertices;
    return hubIn.map((_, group) =>
      hubIn.flatMap((members, into) =>
        hubMeets(group, into) ? members.filter(({ isFrom }) => !isFrom).map(({ id }) => id) : [],
      ),
    );
  }

  private hubTargetsOf(id: number): readonly number[] {
    const group = this.vertices.hubOut[id];
    if (group === undefined || this.vertices.list[id]?.isTo === true) return NO_TARGETS;
    return this.hubTargets[group] ?? NO_TARGETS;
  }

  private hubTargetsAt(id: number, level: number): readonly number[] {
    const targets = this.hubTargetsOf(id);
    if (targets.length === 0) return targets;
    let byLevel = this.targetsByLevel.get(targets);
    if (byLevel === undefined) {
      byLevel = [];
      for (const to of targets) {
        const at = this.level[to] as number;
        if (at < 0) continue; // not reached, or spent already
        const list = byLevel[at] ?? [];
        byLevel[at] = list;
        list.push(to);
      }
      this.targetsByLevel.set(targets, byLevel);
    }
    return byLevel[level] ?? NO_TARGETS;
  }

  private hubRoom(from: number, to: number): number {
    if (from === to) return 0;
    const flow = this.hubFlow[from]?.get(to) ?? 0;
    return (this.weights[from] as number) * (this.weights[to] as number) - flow;
  }

  /** Breadth first over what has room. A hub target is looked at until it is reached, not once for each source. */
  private findLevels(): boolean {
    const { list } = this.vertices;
    this.level = new Int32Array(list.length).fill(-1);
    const { level } = this;
    const queue: number[] = [];
    for (const { id, isFrom } of list) {
      if (!isFrom) continue;
      level[id] = 0;
      queue.push(id);
    }
    const waiting = new Map<readonly number[], number[]>();
    let found = false;
    for (let head = 0; head < queue.length; head++) {
      const id = queue[head] as number;
      const reach = (to: number): void => {
        level[to] = (level[id] as number) + 1;
        queue.push(to);
        if (list[to]?.isTo) found = true;
      };
      for (const arc of this.arcsOf[id] as number[]) {
        const to = this.arcTo[arc] as number;
        if ((this.room[arc] as number) > 0 && level[to] === -1) reach(to);
      }
      for (const [to, flow] of this.hubBack[id] ?? []) if (flow > 0 && level[to] === -1) reach(to);
      const targets = this.hubTargetsOf(id);
      if (targets.length === 0) continue;
      const left: number[] = [];
      for (const to of waiting.get(targets) ?? targets) {
        if (level[to] !== -1) continue;
        if (this.hubRoom(id, to) > 0) reach(to);
        else left.push(to);
      }
      waiting.set(targets, left);
    }
    this.targetsByLevel = new Map();
    return found;
  }

  /** Sends as much as there is room for towards the targets, level by level. */
  private push(id: number, most: number): number {
    if (this.vertices.list[id]?.isTo) return most;
    let sent = 0;
    const arcs = this.arcsOf[id] as number[];
    const deeper = (this.level[id] as number) + 1;
    const targets = this.hubTargetsAt(id, deeper);
    const { level, next } = this;
    for (; (next[id] as number) < arcs.length + targets.length; next[id] = (next[id] as number) + 1) {
      const at = next[id] as number;
      const arc = at < arcs.length ? (arcs[at] as number) : -1;
      const to = arc >= 0 ? (this.arcTo[arc] as number) : (targets[at - arcs.length] as number);
      if (level[to] !== deeper) continue;
      const room = arc >= 0 ? (this.room[arc] as number) : this.hubRoom(id, to);
      if (room <= 0) continue;
      const flow = this.push(to, Math.min(most - sent, room));
      if (flow === 0) continue;
      if (arc >= 0) this.takeArc(arc, flow);
      else this.takeHub(id, to, flow);
      sent += flow;
      if (sent === most) return sent;
    }
    sent += this.pushBack(id, most - sent, deeper);
    if (sent < most) level[id] = -1; // nothing more gets through here in this round
    return sent;
  }

  /** Takes back what came through the hub, where it can go another way. */
  private pushBack(id: number, most: number, deeper: number): number {
    let sent = 0;
    for (const [to, through] of this.hubBack[id] ?? []) {
      if (sent === most) break;
      if (through <= 0 || this.level[to] !== deeper) continue;
      const flow = this.push(to, Math.min(most - sent, through));
      if (flow > 0) this.takeHub(to, id, -flow);
      sent += flow;
    }
    return sent;
  }

  private takeArc(arc: number, flow: number): void {
    this.room[arc] = (this.room[arc] as number) - flow;
    this.room[arc ^ 1] = (this.room[arc ^ 1] as number) + flow;
  }

  private takeHub(from: number, to: number, flow: number): void {
    addTo(this.hubFlow, from, to, flow);
    addTo(this.hubBack, to, from, flow);
  }
}

const NO_TARGETS: readonly number[] = [];

function addTo(table: (Map<number, number> | undefined)[], row: number, column: number, flow: number): void {
  const entries = table[row] ?? new Map<number, number>();
  table[row] = entries;
  entries.set(column, (entries.get(column) ?? 0) + flow);
}

import type { PathVertex, PathVertices } from './path-vertices.ts';

/**
 * Dinic's algorithm over the vertices of a question. Arcs of edges are written out; those that the kinds of two vertices
 * tell are implied, and only those of them that carry flow are kept.
 */
export class FlowNetwork {
  private readonly vertices: PathVertices;
  /** Arcs by turns with their reverse: arc `a` goes back as `a ^ 1`. */
  private readonly arcTo: number[] = [];
  private readonly room: number[] = [];
  private readonly arcsOf: number[][];
  /** Source → target → flow that their kinds let through; and target → sources, for the way back. */
  private readonly toldFlow: (Map<number, number> | undefined)[] = [];
  private readonly toldBack: (Map<number, number> | undefined)[] = [];
  private readonly weights: readonly number[];
  /** Kind → its vertices that flow may go to; and the kinds that it meets of which there are any. */
  private readonly targetsOf: readonly (readonly number[])[];
  private readonly metBy: (readonly number[] | undefined)[] = [];
  /** Kind → level → its targets there in this round: most are not one step on. */
  private byLevel: (number[][] | undefined)[] = [];
  private level: Int32Array;
  /** Where each vertex goes on with its arcs, with the kinds that its own meets, and with the targets of that kind. */
  private readonly next: Readonly<Record<'arc' | 'kind' | 'target', Int32Array>>;

  constructor(vertices: PathVertices) {
    this.vertices = vertices;
    const { list, ofKind } = vertices;
    this.weights = list.map(({ workloads }) => workloads.length);
    this.arcsOf = list.map(() => []);
    this.level = new Int32Array(list.length);
    const cursors = () => new Int32Array(list.length);
    this.next = { arc: cursors(), kind: cursors(), target: cursors() };
    for (const from of list) {
      if (from.isTo) continue;
      for (const to of vertices.outOf(from)) if (to !== from && !to.isFrom) this.addArc(from.id, to.id);
    }
    this.targetsOf = ofKind.map((members) => members.flatMap(({ id, isFrom }) => (isFrom ? [] : [id])));
  }

  /** The value of the largest flow. */
  maximise(): number {
    let flow = 0;
    while (this.findLevels()) {
      for (const cursors of Object.values(this.next)) cursors.fill(0);
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

  /** The kinds to whose targets a vertex may connect. */
  private metOf(id: number): readonly number[] {
    const kind = this.vertices.kindOut[id];
    if (kind === undefined || this.vertices.list[id]?.isTo === true) return NONE;
    let met = this.metBy[kind];
    if (met === undefined) {
      met = this.targetsOf.flatMap((targets, other) =>
        targets.length > 0 && this.vertices.meets(kind, other) ? [other] : [],
      );
      this.metBy[kind] = met;
    }
    return met;
  }

  private targetsAt(kind: number, level: number): readonly number[] {
    let byLevel = this.byLevel[kind];
    if (byLevel === undefined) {
      byLevel = [];
      for (const to of this.targetsOf[kind] ?? NONE) {
        const at = this.level[to] as number;
        if (at < 0) continue; // not reached, or spent already
        const list = byLevel[at];
        if (list === undefined) byLevel[at] = [to];
        else list.push(to);
      }
      this.byLevel[kind] = byLevel;
    }
    return byLevel[level] ?? NONE;
  }

  private toldRoom(from: number, to: number): number {
    if (from === to) return 0;
    const flow = this.toldFlow[from]?.get(to) ?? 0;
    return (this.weights[from] as number) * (this.weights[to] as number) - flow;
  }

  /** Breadth first over what has room. A target of a kind is looked at until it is reached, not once for each source. */
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
    const waiting = [...this.targetsOf];
    /** Kind → those that it meets of which somebody waits. */
    const open = new Map<readonly number[], readonly number[]>();
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
      for (const [to, flow] of this.toldBack[id] ?? []) if (flow > 0 && level[to] === -1) reach(to);
      const met = this.metOf(id);
      const left = open.get(met) ?? met;
      for (const kind of left) {
        waiting[kind] = (waiting[kind] ?? NONE).filter((to) => {
          if (level[to] !== -1) return false;
          if (this.toldRoom(id, to) <= 0) return true;
          reach(to);
          return false;
        });
      }
      if (left.length > 0)
        open.set(
          met,
          left.filter((kind) => waiting[kind]?.length !== 0),
        );
    }
    this.byLevel = [];
    return found;
  }

  /** Sends as much as there is room for towards the targets, level by level. */
  private push(id: number, most: number): number {
    if (this.vertices.list[id]?.isTo) return most;
    const deeper = (this.level[id] as number) + 1;
    let sent = this.pushArcs(id, most, deeper);
    if (sent < most) sent += this.pushTold(id, most - sent, deeper);
    if (sent < most) sent += this.pushBack(id, most - sent, deeper);
    if (sent < most) this.level[id] = -1; // nothing more gets through here in this round
    return sent;
  }

  private pushArcs(id: number, most: number, deeper: number): number {
    const arcs = this.arcsOf[id] as number[];
    const next = this.next.arc;
    let sent = 0;
    for (; (next[id] as number) < arcs.length; next[id] = (next[id] as number) + 1) {
      const arc = arcs[next[id] as number] as number;
      const to = this.arcTo[arc] as number;
      if (this.level[to] !== deeper) continue;
      const room = this.room[arc] as number;
      if (room <= 0) continue;
      const flow = this.push(to, Math.min(most - sent, room));
      if (flow === 0) continue;
      this.takeArc(arc, flow);
      sent += flow;
      if (sent === most) break;
    }
    return sent;
  }

  /** Through what the kinds of two vertices tell. */
  private pushTold(id: number, most: number, deeper: number): number {
    const met = this.metOf(id);
    const { kind, target } = this.next;
    let sent = 0;
    for (; (kind[id] as number) < met.length; kind[id] = (kind[id] as number) + 1) {
      const targets = this.targetsAt(met[kind[id] as number] as number, deeper);
      for (; (target[id] as number) < targets.length; target[id] = (target[id] as number) + 1) {
        const to = targets[target[id] as number] as number;
        if (this.level[to] !== deeper) continue;
        const room = this.toldRoom(id, to);
        if (room <= 0) continue;
        const flow = this.push(to, Math.min(most - sent, room));
        if (flow === 0) continue;
        this.takeTold(id, to, flow);
        sent += flow;
        if (sent === most) return sent;
      }
      target[id] = 0;
    }
    return sent;
  }

  /** Takes back what kinds let through, where it can go another way. */
  private pushBack(id: number, most: number, deeper: number): number {
    let sent = 0;
    for (const [to, through] of this.toldBack[id] ?? []) {
      if (sent === most) break;
      if (through <= 0 || this.level[to] !== deeper) continue;
      const flow = this.push(to, Math.min(most - sent, through));
      if (flow > 0) this.takeTold(to, id, -flow);
      sent += flow;
    }
    return sent;
  }

  private takeArc(arc: number, flow: number): void {
    this.room[arc] = (this.room[arc] as number) - flow;
    this.room[arc ^ 1] = (this.room[arc ^ 1] as number) + flow;
  }

  private takeTold(from: number, to: number, flow: number): void {
    addTo(this.toldFlow, from, to, flow);
    addTo(this.toldBack, to, from, flow);
  }
}

const NONE: readonly number[] = [];

function addTo(table: (Map<number, number> | undefined)[], row: number, column: number, flow: number): void {
  const entries = table[row] ?? new Map<number, number>();
  table[row] = entries;
  entries.set(column, (entries.get(column) ?? 0) + flow);
}

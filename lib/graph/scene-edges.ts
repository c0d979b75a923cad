import type { Gap, Severity, WitnessHop } from '#lib/gdpr/types.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { NO_PORTS, portsFromJson, portsJson, subtractPorts, unitePorts } from '#lib/policy/port-set.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';
import { edgeSentence } from '#lib/text/en/scene.ts';
import { describePorts, edgeLabel, portsAreEmpty } from './port-label.ts';
import type { GroupRelation } from './scene-input.ts';
import type { SceneEdge } from './types.ts';

/** The node that stands for every destination outside; `internet` stands for every source outside. */
export const ANY_ADDRESS = 'any-address';

/** An edge while it is gathered: several relations and gaps may fall on one pair of nodes. */
interface DraftEdge {
  readonly from: string;
  readonly to: string;
  /** It stands for lines of some members of a box only: nothing of it holds for all of them. */
  partial: boolean;
  readonly relations: GroupRelation[];
  readonly gaps: Gap[];
  /** What the gaps' own hops say: open for certain, open where it depends, and closed. */
  readonly certain: PortsJson[];
  readonly uncertain: PortsJson[];
  /** Open for certain, with some of the addresses that a box stands for. */
  readonly narrow: PortsJson[];
  readonly denied: PortsJson[];
}

const LIST_OF = { allow: 'certain', depends: 'uncertain', deny: 'denied' } as const;

export class EdgeDraft {
  readonly #edges = new Map<string, DraftEdge>();

  addRelation(from: string, to: string, relation: GroupRelation): void {
    this.#edge(from, to).relations.push(relation);
  }

  addGap(from: string, to: string, gap: Gap, hop: WitnessHop): void {
    const edge = this.#edge(from, to);
    if (!edge.gaps.includes(gap)) edge.gaps.push(gap);
    const isNarrow =
      hop.verdict === 'allow' && (isPartOf(hop.to, to, ANY_ADDRESS) || isPartOf(hop.from, from, 'internet'));
    edge[isNarrow ? 'narrow' : LIST_OF[hop.verdict]].push(hop.ports);
  }

  has(from: string, to: string): boolean {
    return this.#edges.has(keyOf(from, to));
  }

  #edge(from: string, to: string): DraftEdge {
    const key = keyOf(from, to);
    let edge = this.#edges.get(key);
    if (edge === undefined) {
      edge = { from, to, partial: false, relations: [], gaps: [], certain: [], uncertain: [], narrow: [], denied: [] };
      this.#edges.set(key, edge);
    }
    return edge;
  }

  /**
   * Where one end has edges of the same kind to every member of a group, one edge to the group's box stands for them:
   * "where a whole namespace is open, one edge runs from Any pod to the namespace's box".
   */
  foldTargets(from: string, members: readonly string[], box: string): void {
    const keys = members.map((member) => keyOf(from, member));
    this.#foldWhole(keys, from, box);
  }

  foldSources(members: readonly string[], to: string, box: string): void {
    const keys = members.map((member) => keyOf(member, to));
    this.#foldWhole(keys, box, to);
  }

  /** One line from the box for the lines of two or more of its members. */
  foldAnySources(members: readonly string[], to: string, box: string): void {
    const keys = members.map((member) => keyOf(member, to)).filter((key) => this.#edges.has(key));
    if (keys.length >= 2) this.#fold(keys, box, to, keys.length < members.length);
  }

  /** How many lines begin or end at each box. */
  linesOf(): ReadonlyMap<string, number> {
    const lines = new Map<string, number>();
    for (const { from, to } of this.#edges.values()) {
      for (const end of from === to ? [from] : [from, to]) lines.set(end, (lines.get(end) ?? 0) + 1);
    }
    return lines;
  }

  /**
   * Lines of boxes that stand in others: one line for those of all members. `sizeOf` gives the members of a box, so that
   * a line which only some of them have says so; 1 for a box of its own.
   */
  gather(boxOf: ReadonlyMap<string, string>, sizeOf: (box: string) => number): void {
    const drawnAs = (end: string) => boxOf.get(end) ?? end;
    const moved = [...this.#edges].filter(([, { from, to }]) => boxOf.has(from) || boxOf.has(to));
    const together = Map.groupBy(moved, ([, { from, to }]) => JSON.stringify([drawnAs(from), drawnAs(to)]));
    for (const edges of together.values()) {
      const [first] = edges;
      if (first === undefined) continue;
      const [from, to] = [drawnAs(first[1].from), drawnAs(first[1].to)];
      this.#fold(
        edges.map(([key]) => key),
        from,
        to,
        edges.length < sizeOf(from) * sizeOf(to),
      );
    }
  }

  #foldWhole(keys: readonly string[], from: string, to: string): void {
    if (keys.length >= 2 && keys.every((key) => this.#edges.has(key))) this.#fold(keys, from, to, false);
  }

  #fold(keys: readonly string[], from: string, to: string, partial: boolean): void {
    const edges = keys.flatMap((key) => this.#edges.get(key) ?? []);
    for (const key of keys) this.#edges.delete(key);
    const folded = this.#edge(from, to);
    folded.partial ||= partial || !areAlike(edges);
    for (const edge of edges) {
      folded.relations.push(...edge.relations);
      for (const gap of edge.gaps) if (!folded.gaps.includes(gap)) folded.gaps.push(gap);
      folded.certain.push(...edge.certain);
      folded.uncertain.push(...edge.uncertain);
      folded.narrow.push(...edge.narrow);
      folded.denied.push(...edge.denied);
    }
  }

  /** The edges, gaps first and the worst of them first, then what depends, then the rest; each by its ends. */
  edges(nameOf: (node: string) => string): SceneEdge[] {
    const edges = [...this.#edges.values()].filter(isDrawn).map((edge) => finish(edge, nameOf));
    return edges.sort((a, b) => rank(a) - rank(b) || compare(a.from, b.from) || compare(a.to, b.to));
  }
}

/** Lines that only gaps draw hold for all together where each says the same. */
function areAlike(edges: readonly DraftEdge[]): boolean {
  const byGaps = edges.filter(({ relations }) => relations.length === 0);
  if (byGaps.length === 0) return true;
  return (
    byGaps.length === edges.length && new Set(byGaps.map((edge) => JSON.stringify(unite(edge.certain)))).size === 1
  );
}

const WHOLE_SPACE: ReadonlySet<string> = new Set(['internet', '0.0.0.0/0', '::/0']);

function isPartOf(end: string, box: string, space: string): boolean {
  return box === space && !WHOLE_SPACE.has(end);
}

/** What is closed is a line only where an open gap says something of it. */
function isDrawn({ relations, gaps, certain, uncertain, narrow }: DraftEdge): boolean {
  return (
    relations.length + certain.length + uncertain.length + narrow.length > 0 ||
    gaps.some(({ result }) => result !== 'WAIVED')
  );
}

const keyOf = (from: string, to: string): string => JSON.stringify([from, to]);

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

function rank(edge: SceneEdge): number {
  if (edge.severity !== undefined) return SEVERITIES.indexOf(edge.severity);
  return edge.state === 'depends' ? SEVERITIES.length : SEVERITIES.length + 1;
}

function finish(edge: DraftEdge, nameOf: (node: string) => string): SceneEdge {
  // A gap's hop says what of the whole relation it is about; where there is none, it is all that is known.
  const whole = edge.relations.length === 0 ? [unite(edge.certain)] : edge.relations.map((relation) => relation.allow);
  // Ports that only some of the folded lines have are not allowed for all: they belong to `some`.
  const uniform = !edge.partial && new Set(whole.map((ports) => JSON.stringify(ports))).size <= 1;
  const someOf = edge.relations.flatMap((relation) => (relation.some === undefined ? [] : [relation.some]));
  const allow = unite(uniform ? whole : []);
  const beside = unite([...someOf, ...edge.certain, ...edge.narrow, ...(uniform ? [] : whole)]);
  const some = portsJson(subtractPorts(portsFromJson(beside), portsFromJson(allow)));
  const depends = unite([...edge.relations.map((relation) => relation.depends), ...edge.uncertain]);
  const denied = unite(edge.denied);
  const shown = [allow, some, depends].find((ports) => !portsAreEmpty(ports)) ?? denied;
  // A waived gap is not open; its id stays, so that its path can still be shown.
  const open = edge.gaps.filter(({ result }) => result !== 'WAIVED');
  const severity = worst(open);
  const reasons = [...new Set(edge.relations.flatMap((relation) => relation.reasons))].sort();
  return {
    id: `${edge.from}→${edge.to}`,
    from: edge.from,
    to: edge.to,
    state: severity !== undefined ? 'gap' : portsAreEmpty(allow) && portsAreEmpty(some) ? 'depends' : 'allowed',
    ...(severity === undefined ? {} : { severity }),
    gaps: edge.gaps.map((gap) => gap.id),
    allow,
    ...(portsAreEmpty(some) ? {} : { some }),
    depends,
    reasons: reasons as DependsReason[],
    label: edgeLabel(shown),
    count: Math.max(1, edge.relations.length),
    sentence: edgeSentence({
      from: nameOf(edge.from),
      to: nameOf(edge.to),
      ports: describePorts(allow),
      some: portsAreEmpty(some) ? undefined : describePorts(some),
      depends: portsAreEmpty(depends) ? undefined : describePorts(depends),
      denied: portsAreEmpty(denied) ? undefined : describePorts(denied),
      gaps: open.length,
    }),
  };
}

const worst = (gaps: readonly Gap[]): Severity | undefined =>
  SEVERITIES.find((severity) => gaps.some((gap) => gap.severity === severity));

const unite = (sets: readonly PortsJson[]): PortsJson =>
  portsJson(sets.map(portsFromJson).reduce((union, set) => unitePorts(union, set), NO_PORTS));

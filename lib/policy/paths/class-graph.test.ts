import { expect, test } from 'vitest';
import { createAggregates } from '../aggregate.ts';
import { hasBit } from '../bitset.ts';
import { type ClassRelations, classRelationsOf } from '../class-relations.ts';
import { compileModel } from '../compile-model.ts';
import { generateCluster } from '../generate-cluster.ts';
import { ALL_PORTS, NO_PORTS } from '../port-set.ts';
import { PROFILES } from '../profile.ts';
import { Random } from '../testing/random.ts';
import { randomCluster } from '../testing/random-cluster.ts';
import { type FollowedRelation, graphOf } from './class-graph.ts';

/** Whether a connection is followed, asked pair by pair. */
function isFollowed(relations: ClassRelations, from: number, to: number, side: FollowedRelation): boolean {
  const edge = relations.of(from, to);
  if (edge === undefined) return false;
  const parts = 'all' in edge ? [edge] : Object.values(edge);
  return side === 'must' ? parts.every(({ any }) => any !== NO_PORTS) : parts.some(({ may }) => may !== NO_PORTS);
}

/** The pairs of which the graph says something else; and how many its edges tell. */
function compare(relations: ClassRelations, side: FollowedRelation) {
  const graph = graphOf(relations, side);
  const wrong: string[] = [];
  let edges = 0;
  const vertices = [...new Set(graph.representatives)];
  for (const from of vertices) {
    const own = new Set(graph.edgesOf(from));
    edges += own.size;
    const out = graph.outOf(from);
    for (const to of vertices) {
      const expected = isFollowed(relations, from, to, side);
      const [kind, other] = [graph.kindOut[from] as number, graph.kindIn[to] as number];
      const told = kind >= 0 && other >= 0 && graph.meets(kind, other);
      const isHub = graph.hubOut[from] === true && graph.hubIn[to] === true;
      const beside = expected && !isHub;
      // Told once: by their kinds or by an edge.
      const isRight =
        graph.joins(from, to) === expected &&
        Number(told) + Number(own.has(to)) === Number(expected) &&
        hasBit(out, to) === beside &&
        hasBit(graph.intoOf(to), from) === beside &&
        (!isHub || graph.hubMeets(from, to) === expected);
      if (!isRight) wrong.push(`${from} → ${to}`);
    }
  }
  return { wrong, edges };
}

test('the graph tells each connection once, as asking each pair does, on 150 random clusters with all tiers', () => {
  let edges = 0;
  for (let seed = 1; seed <= 150; seed++) {
    const { objects, profile } = randomCluster(seed);
    const model = compileModel(objects, profile);
    for (const side of ['must', 'may'] as const) {
      const found = compare(classRelationsOf(model).relations, side);
      expect(found.wrong, `seed ${seed}, ${side}`).toEqual([]);
      edges += found.edges;
    }
  }
  expect(edges).toBeGreaterThan(1_000);
});

test('the same of generated clusters, with policies of every tier and without', () => {
  for (const clusterWide of [false, true]) {
    const objects = generateCluster({ pods: 900, policies: 120, seed: 3, clusterWide });
    for (const side of ['must', 'may'] as const) {
      const { relations } = classRelationsOf(compileModel(objects, PROFILES.calico));
      expect(compare(relations, side).wrong).toEqual([]);
    }
  }
});

test('a stored pair may also close what the kinds of its ends open, as no policy of today does', () => {
  const aggregates = createAggregates();
  const open = { must: ALL_PORTS, may: ALL_PORTS, reasons: [], uncertain: [] };
  const [allowed, denied] = [aggregates.of(open), aggregates.denied];
  for (let seed = 1; seed <= 200; seed++) {
    const random = new Random(seed);
    const classes = Array.from({ length: 8 }, (_, id) => id);
    const kindOf = Int32Array.from(classes, () => random.below(4) - 1);
    const members = [0, 1, 2].map((kind) => classes.filter((id) => kindOf[id] === kind));
    const table = members.map(() => members.map(() => random.pick([allowed, denied])));
    const between = (from: number, to: number) => table[from]?.[to] ?? denied;
    const outOf = classes.map(
      () => new Map(random.some(classes, 0.3).map((to) => [to, random.pick([allowed, denied])])),
    );
    const relations: ClassRelations = {
      openOut: classes.map(() => false),
      openIn: classes.map(() => false),
      ...{ kindOf, members, between, outOf, representatives: classes, familyKey: () => '' },
      of(from, to) {
        const [source, target] = [kindOf[from] as number, kindOf[to] as number];
        return outOf[from]?.get(to) ?? (source < 0 || target < 0 ? undefined : between(source, target));
      },
    };
    expect(compare(relations, 'must').wrong, `seed ${seed}`).toEqual([]);
  }
});

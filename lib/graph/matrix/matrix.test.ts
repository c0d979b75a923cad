import { expect, it } from 'vitest';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import type { Classification, Gap } from '#lib/gdpr/types.ts';
import { type Aggregate, createAggregates } from '#lib/policy/aggregate.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { randomCluster } from '#lib/policy/testing/random-cluster.ts';
import { portsAreEmpty } from '../port-label.ts';
import { buildScene } from '../scene.ts';
import type { SceneInput } from '../scene-input.ts';
import { buildMatrix, type Matrix, type MatrixQuery } from './build-matrix.ts';
import { matrixPair } from './matrix-pair.ts';
import { packEntries, unpackEntries } from './packed-entries.ts';
import type { MatrixEntry, MatrixRelation } from './types.ts';
import { matrixWindow, openWindow } from './window.ts';

const UNCLASSIFIED: Classification = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };

function inputOf(seed: number, gaps?: (model: PolicyModel) => readonly Gap[]): SceneInput {
  const { objects, profile } = randomCluster(seed, ['Deployment', 'StatefulSet']);
  const model = compileModel(objects, profile);
  return { model, gaps: gaps?.(model) ?? [], classificationOf: () => UNCLASSIFIED };
}

const withGaps = (seed: number) => inputOf(seed, (model) => runChecks(model, {}).gaps);

interface Member {
  readonly name: string;
  readonly count: number;
  readonly end: SingleEnd;
}

/** The pods behind a line, one by one; a workload without pods by its replicas. */
function membersOf(model: PolicyModel, { type, id, namespace }: MatrixEntry): readonly Member[] {
  const isIn = (key: string) => (type === 'tile' ? key.startsWith(`${namespace}/`) : type === 'workload' && key === id);
  return model.workloads.filter(isIn).flatMap((workload) =>
    [...model.classesOfWorkload(workload)].flatMap(([classId, count]): Member[] => {
      const pods = (model.classes[classId]?.pods ?? []).filter((pod) => model.workloadOfPod(pod) === workload);
      if (pods.length === 0) return [{ name: workload, count, end: { type: 'class', class: classId } }];
      return pods.map((pod) => ({ name: pod, count: 1, end: { type: 'class', class: classId, pod } }));
    }),
  );
}

/** What the engine says of every pair of two lines, asked one by one; undefined where there is no pair. */
function askedOneByOne(model: PolicyModel, from: MatrixEntry, to: MatrixEntry): MatrixRelation | undefined {
  const aggregates = createAggregates();
  let folded: Aggregate | undefined;
  const add = (a: SingleEnd, b: SingleEnd): void => {
    const one = aggregates.of(model.relation(a, b));
    folded = folded === undefined ? one : aggregates.combine(folded, one);
  };
  for (const source of membersOf(model, from)) {
    for (const target of membersOf(model, to)) {
      if (source.name !== target.name) add(source.end, target.end);
      else if (source.count > 1) {
        add({ ...source.end, pod: undefined } as SingleEnd, { ...target.end, pod: undefined } as SingleEnd);
      }
    }
  }
  return folded === undefined ? undefined : { type: 'relation', ...aggregates.json(folded) };
}

const QUERIES: readonly MatrixQuery[] = [
  { level: 'namespaces', order: 'zone' },
  { level: 'workloads', order: 'similarity' },
  { level: 'workloads', order: 'gaps', namespace: 'one' },
  { level: 'workloads', order: 'zone', namespace: 'one', with: 'two' },
];

const isSilent = (relation: MatrixRelation) =>
  relation.type !== 'relation' ||
  (portsAreEmpty(relation.allow) && relation.some === undefined && portsAreEmpty(relation.depends));

/** Denied is denied, however it is written. */
const plain = (relation: MatrixRelation | undefined) =>
  relation === undefined || isSilent(relation) ? 'nothing' : JSON.stringify({ ...relation, type: 'relation' });

it('says in every cell what the engine says of every pair behind it, asked one by one', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const input = inputOf(seed);
    for (const query of QUERIES) {
      const matrix = buildMatrix(input, query);
      const sent = openWindow(matrixWindow(matrix, 0, 0));
      for (const [row, from] of matrix.entries.entries()) {
        for (const [column, to] of matrix.entries.entries()) {
          if (from.pods + to.pods === 0) continue;
          const isInside = [from, to].every(({ type }) => type === 'tile' || type === 'workload');
          if (!isInside) continue;
          const where = `seed ${seed} ${JSON.stringify(query)}: ${from.id} → ${to.id}`;
          expect(`${where} ${plain(sent.relation(row, column))}`).toBe(
            `${where} ${plain(askedOneByOne(input.model, from, to))}`,
          );
        }
      }
    }
  }
});

it('says of the internet what the engine says of every pod behind a line', () => {
  for (let seed = 1; seed <= 60; seed++) {
    const input = inputOf(seed);
    const matrix = buildMatrix(input, { level: 'namespaces', order: 'zone' });
    const internet = matrix.entries.findIndex(({ type }) => type === 'internet');
    const aggregates = createAggregates();
    for (const [line, entry] of matrix.entries.entries()) {
      const members = membersOf(input.model, entry);
      if (members.length === 0) continue;
      for (const isSource of [true, false]) {
        const folded = members
          .map(({ end }) => {
            const outside: SingleEnd = { type: 'internet' };
            return aggregates.of(isSource ? input.model.relation(end, outside) : input.model.relation(outside, end));
          })
          .reduce(aggregates.combine);
        const cell = isSource ? matrix.relation(line, internet) : matrix.relation(internet, line);
        const where = `seed ${seed} ${entry.id} ${isSource}`;
        expect(`${where} ${plain(cell)}`).toBe(`${where} ${plain({ type: 'relation', ...aggregates.json(folded) })}`);
      }
    }
  }
});

it('never contradicts the lines that map and table show between namespaces', async () => {
  for (let seed = 1; seed <= 40; seed++) {
    const input = withGaps(seed);
    const scene = await buildScene(input, { level: 'namespaces' });
    const matrix = buildMatrix(input, { level: 'namespaces', order: 'zone' });
    for (const edge of scene.edges) {
      const [row, column] = [edge.from, edge.to].map((id) => matrix.entries.findIndex((entry) => entry.id === id));
      if (row === undefined || column === undefined || row < 0 || column < 0) continue;
      const where = `seed ${seed}: ${edge.id}`;
      expect(`${where} ${matrix.gaps(row, column)?.worst?.severity}`).toBe(`${where} ${edge.severity}`);
      if (edge.gaps.length > 0) continue; // its ports are those of the gap's own hops too
      const relation = matrix.relation(row, column);
      expect(where + plain(relation)).toBe(
        where +
          plain({
            type: 'relation',
            allow: edge.allow,
            ...(edge.some === undefined ? {} : { some: edge.some }),
            depends: edge.depends,
            reasons: edge.reasons,
          }),
      );
    }
  }
});

it('hides no gap: each open one with two ends stands in a cell of every whole matrix, with its severity or a worse one', () => {
  for (let seed = 1; seed <= 30; seed++) {
    const input = withGaps(seed);
    for (const level of ['namespaces', 'workloads'] as const) {
      const matrix = buildMatrix(input, { level, order: 'zone' });
      const shown = new Set(allCells(matrix).flatMap(([row, column]) => matrix.gaps(row, column)?.gaps ?? []));
      const hidden = input.gaps.filter((gap) => gap.witness.length > 0 && !shown.has(gap));
      expect(hidden.map(({ id }) => `seed ${seed} ${level} ${id}`)).toEqual([]);
    }
  }
});

it('gives the same order and cells each time, and every order has the same lines', () => {
  const input = withGaps(7);
  const names = (order: MatrixQuery['order']) =>
    buildMatrix({ ...input }, { level: 'workloads', order }).entries.map(({ id }) => id);
  const again = withGaps(7);
  for (const order of ['zone', 'gaps', 'similarity'] as const) {
    const first = names(order);
    expect(buildMatrix(again, { level: 'workloads', order }).entries.map(({ id }) => id)).toEqual(first);
    expect([...first].sort()).toEqual([...names('zone')].sort());
  }
});

it('sends lines and cells as they are', () => {
  for (const query of QUERIES) {
    const matrix = buildMatrix(withGaps(11), query);
    const unpacked = unpackEntries(packEntries(matrix.entries));
    expect(unpacked.map(({ fence: _, ...rest }) => rest)).toEqual(matrix.entries.map(({ fence: _, ...rest }) => rest));
    const sent = openWindow(matrixWindow(matrix, 1, 2));
    for (const [row, column] of allCells(matrix)) {
      if (row < 1 || column < 2) continue;
      expect(sent.relation(row, column)).toEqual(matrix.relation(row, column));
      expect(sent.gap(row, column)).toEqual(matrix.gaps(row, column)?.worst);
    }
  }
});

it('names a pair of workloads that decides, whose own relation is among what the cell says', () => {
  for (let seed = 1; seed <= 20; seed++) {
    const input = withGaps(seed);
    const matrix = buildMatrix(input, { level: 'namespaces', order: 'zone' });
    for (const [row, column] of allCells(matrix)) {
      const [from, to] = [matrix.entries[row]?.id ?? '', matrix.entries[column]?.id ?? ''];
      const pair = matrixPair(input, matrix, from, to);
      expect(pair?.relation).toEqual(matrix.relation(row, column));
      const own = matrix.gaps(row, column)?.gaps.map(({ id }) => id) ?? [];
      expect(pair?.gaps.slice(0, own.length).toSorted()).toEqual(own.toSorted());
      const inside = matrix.entries[row]?.type === 'tile' && matrix.entries[column]?.type === 'tile';
      if (!inside || pair === undefined || pair.relation.type === 'none') continue;
      const isOpen = !isSilent(pair.relation);
      expect(pair.pairs.allowed + pair.pairs.depends > 0, `seed ${seed} ${from} ${to}`).toBe(isOpen);
      if (isOpen) expect(pair.why).toBeDefined();
    }
  }
});

function allCells({ entries }: Matrix): readonly (readonly [number, number])[] {
  return entries.flatMap((_, row) => entries.map((__, column) => [row, column] as const));
}

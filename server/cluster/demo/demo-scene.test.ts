import { describe, expect, test } from 'vitest';
import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { PLATE_HEIGHT, plateAround } from '#lib/graph/place-plates.ts';
import { buildScene, type SceneQuery } from '#lib/graph/scene.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { demoReading } from './demo-source.ts';

const { objects } = await demoReading();
const model = compileModel(objects, PROFILES.upstream);
const classes = classifyWorkloads(model);
const UNKNOWN = { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false } as const;
const input = { model, gaps: runChecks(model).gaps, classificationOf: (key: string) => classes.get(key) ?? UNKNOWN };

interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}
const meet = (a: Rectangle, b: Rectangle) =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;

describe.each<SceneQuery>([{ level: 'workloads' }, { level: 'pods' }, { namespace: 'crm' }, { namespace: 'shop' }])(
  'the labels of the demo, %j',
  (query) => {
    test('no plate meets another', async () => {
      const scene = await buildScene(input, query);
      const plates = scene.edges.flatMap((edge) => (edge.plate === undefined ? [] : [{ edge, plate: edge.plate }]));
      expect(plates.length).toBeGreaterThan(3);
      for (const [index, { edge, plate }] of plates.entries()) {
        for (const other of plates.slice(index + 1)) {
          // lines of one trunk share theirs
          if (edge.label === other.edge.label && plate.x === other.plate.x && plate.y === other.plate.y) continue;
          const apart = !meet(plateAround(edge.label, plate), plateAround(other.edge.label, other.plate));
          expect(apart, `${edge.id} and ${other.edge.id}`).toBe(true);
        }
      }
    });

    test('no plate lies on a box', async () => {
      const scene = await buildScene(input, query);
      const boxes = scene.nodes.filter(({ type }) => type !== 'namespace' && type !== 'zone');
      const covered = scene.edges.flatMap((edge) => {
        const { plate } = edge;
        if (plate === undefined) return [];
        const under = boxes.find((box) => meet(plateAround(edge.label, plate), box));
        return under === undefined ? [] : [`${edge.id} on ${under.id}`];
      });
      expect(covered).toEqual([]);
    });

    test('the picture holds all of its plates', async () => {
      const { edges, width, height } = await buildScene(input, query);
      for (const { plate } of edges) {
        if (plate === undefined) continue;
        expect(plate.x > 0 && plate.x < width && plate.y > PLATE_HEIGHT / 2 && plate.y < height).toBe(true);
      }
    });
  },
);

import { expect, test } from 'vitest';
import { createFlowDirections } from './flow-direction.ts';
import type { NameHolder } from './name-history.ts';
import { someFlow } from './testing/some-flow.ts';

const listening: NameHolder = {
  type: 'pod',
  workload: 'shop/StatefulSet/db',
  listens: [{ protocol: 6, port: 5432 }],
};
const silent: NameHolder = { type: 'pod', workload: 'shop/Deployment/web', listens: [] };
const reply = someFlow({
  from: { ip: '10.0.0.2' },
  to: { ip: '10.0.0.1' },
  fromPort: 5432,
  toPort: 40_000,
  bytesOut: 10,
  bytesIn: 3,
  directionUnknown: true,
});

test('what the source says of the direction counts', () => {
  const flow = someFlow();
  expect(createFlowDirections(1024).orient(flow, listening, silent, 0)).toBe(flow);
});

test('a packet back on a connection that was begun within ten minutes is its reply', () => {
  const directions = createFlowDirections(1024);
  directions.orient(someFlow(), undefined, undefined, 0);
  const turned = directions.orient(reply, undefined, undefined, 9 * 60_000);
  expect(turned).toMatchObject({
    from: { ip: '10.0.0.1' },
    to: { ip: '10.0.0.2' },
    fromPort: 40_000,
    toPort: 5432,
    bytesOut: 3,
    bytesIn: 10,
    seenAt: 2,
    decidedAt: null,
  });
  expect(turned.directionUnknown).toBeUndefined();
});

test('a packet on the way of a connection that was begun goes forward', () => {
  const directions = createFlowDirections(1024);
  directions.orient(someFlow(), undefined, undefined, 0);
  const flow = directions.orient(someFlow({ directionUnknown: true }), undefined, undefined, 1);
  expect(flow).toEqual(someFlow());
});

test('after twenty minutes nobody remembers who began', () => {
  const directions = createFlowDirections(1024);
  directions.orient(someFlow(), undefined, undefined, 0);
  expect(directions.orient(reply, undefined, undefined, 21 * 60_000).directionUnknown).toBe(true);
});

test('a port on which one end listens tells the server; where both or none do, nobody can say', () => {
  const directions = createFlowDirections(1024);
  expect(directions.orient(reply, listening, silent, 0)).toMatchObject({ to: { ip: '10.0.0.2' }, toPort: 5432 });
  const forward = directions.orient(someFlow({ directionUnknown: true }), silent, listening, 0);
  expect(forward).toEqual(someFlow());
  const both: NameHolder = { ...listening, type: 'pod', workload: 'a/Pod/a', listens: [{ protocol: 6, port: 40_000 }] };
  expect(directions.orient(reply, listening, both, 0).directionUnknown).toBe(true);
  expect(directions.orient(reply, silent, silent, 0).directionUnknown).toBe(true);
});

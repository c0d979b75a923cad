import { expect, test } from 'vitest';
import type { ChangeJson } from '#lib/policy/diff/diff-json.ts';
import { resultGroups } from './result-rows.ts';

const NONE = { TCP: [], UDP: [], SCTP: [] };
const PORTS = { TCP: [[5432, 5432]], UDP: [], SCTP: [] } as const;
const relation = { allow: NONE, depends: NONE, reasons: [] };

function change(kind: ChangeJson['change'], subject: string, peers: readonly string[], unlisted = 0): ChangeJson {
  return {
    ...{ subject, direction: 'ingress', change: kind, before: relation, after: relation, pairs: 1, unlisted },
    ports: kind === 'opened' ? { opened: PORTS } : { closed: PORTS },
    peers: peers.map((id) => ({ id, pairs: 1, of: 1 })),
  };
}

test('what opens comes first, and each workload has one group a direction', () => {
  const groups = resultGroups({
    changes: [
      change('closed', 'crm/StatefulSet/db', ['a/Deployment/x']),
      change('opened', 'shop/Deployment/web', ['internet']),
    ],
  });
  expect(groups.map(({ tone, subject }) => [tone, subject])).toEqual([
    ['opens', 'shop/Deployment/web'],
    ['closes', 'crm/StatefulSet/db'],
  ]);
  expect(groups[1]?.rows).toMatchObject([{ label: 'x', detail: 'Deployment in a', ports: ['TCP 5432'] }]);
});

test('many peers stand by namespace, and what is not listed counts', () => {
  const peers = Array.from({ length: 8 }, (_, at) => `legacy/Deployment/w${at}`);
  const [group] = resultGroups({
    changes: [change('closed', 'crm/StatefulSet/db', [...peers, 'shop/Deployment/one'], 3)],
  });
  expect(group?.count).toBe(12);
  expect(group?.rows.map(({ label, detail }) => [label, detail])).toEqual([
    ['legacy', '8 workloads'],
    ['one', 'Deployment in shop'],
  ]);
});

import { expect, test } from 'vitest';
import type { UnreachedPeers } from '#lib/api/peer-schemas.ts';
import type { PodDirection } from '#lib/api/pod-types.ts';
import { POD_PAGE } from '#lib/text/en/pod.ts';
import { unreachedRows } from './unreached-rows.ts';

const direction: PodDirection = {
  ...{ isolated: 'yes', sentence: '', groups: [], reachable: { pods: 1, of: 5, depends: 0 } },
  unreachable: { pods: 3, workloads: 2 },
};
const found: UnreachedPeers = {
  revision: { seq: 1, content: '' },
  peers: [
    { workload: 'shop/Deployment/web', pods: 2, of: 3, example: 'shop/web-1' },
    {
      ...{ workload: 'crm/StatefulSet/db', pods: 1, of: 1, example: 'crm/db-0' },
      classification: { dataClass: 'personal', basis: 'declared', source: '', dataAtRest: true },
    },
  ],
  more: 4,
};
const NO_FILTER = { otherNamespaces: false, personalOnly: false, gapsOnly: false };
const rows = (filter = NO_FILTER, folded = false, known: UnreachedPeers | 'failed' | 'reading' = found) =>
  unreachedRows(direction, false, folded, known === 'reading' ? undefined : known, { namespace: 'shop', filter }).map(
    (row) => (row.type === 'peer' ? `${row.peer.name} ${row.peer.example}` : row.type === 'note' ? row.text : row.type),
  );

test('who cannot stand folded below the peers, and unfold to workloads of which one can ask why not', () => {
  expect(rows(NO_FILTER, true)).toEqual(['group']);
  expect(rows()).toEqual([
    ...['group', 'shop/web shop/web-1', 'crm/db crm/db-0'],
    'and 4 workloads more. Ask about one by name under Why.',
  ]);
  expect(rows(NO_FILTER, false, 'reading')).toEqual(['group', POD_PAGE.readingUnreached]);
  expect(rows(NO_FILTER, false, 'failed')).toEqual(['group', POD_PAGE.peersFailed]);
});

test('they are narrowed as the peers are, by namespace and data, and by no gap', () => {
  expect(rows({ ...NO_FILTER, otherNamespaces: true, gapsOnly: true })[1]).toBe('crm/db crm/db-0');
  expect(rows({ ...NO_FILTER, personalOnly: true })[1]).toBe('crm/db crm/db-0');
});

test('where everybody can there is no such group', () => {
  const all = { ...direction, unreachable: { pods: 0, workloads: 0 } };
  expect(unreachedRows(all, true, true, undefined, { namespace: 'shop', filter: NO_FILTER })).toEqual([]);
});

import { expect, test } from 'vitest';
import type { Peer, PeerGroup } from '#lib/api/pod-types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { groupId, initiallyFolded, type PeerFilter, peerRows, portChoices } from './peer-rows.ts';

const NONE: PortsJson = { TCP: [], UDP: [], SCTP: [] };
const tcp = (port: number): PortsJson => ({ ...NONE, TCP: [[port, port]] });
const ALL: PeerFilter = { otherNamespaces: false, personalOnly: false, gapsOnly: false };

function peer(id: string, more: Partial<Peer> = {}): Peer {
  return {
    type: 'workload',
    id,
    name: id,
    pods: 1,
    of: 1,
    example: id,
    relation: { allow: tcp(5432), depends: NONE, reasons: [] },
    label: 'TCP 5432',
    ...more,
  };
}

function group(name: string, peers: readonly Peer[], type: PeerGroup['type'] = 'namespace'): PeerGroup {
  return { type, name, pods: peers.length, peers };
}

const ids = (rows: ReturnType<typeof peerRows>): readonly string[] => rows.map((row) => row.id);

test('each group stands above its peers, in the given order', () => {
  const groups = [group('internet', [peer('internet')], 'external'), group('crm', [peer('crm/Deployment/api')])];
  expect(ids(peerRows(groups, 'crm', ALL, new Set()))).toEqual([
    'external:internet',
    'external:internet/internet/internet',
    'namespace:crm',
    'namespace:crm/crm/Deployment/api/crm/Deployment/api',
  ]);
});

test('"other namespaces only" keeps what lies outside the cluster', () => {
  const groups = [group('internet', [peer('internet')], 'external'), group('crm', [peer('a')])];
  expect(ids(peerRows(groups, 'crm', { ...ALL, otherNamespaces: true }, new Set()))).toEqual([
    'external:internet',
    'external:internet/internet/internet',
  ]);
});

test('"gaps only" leaves out groups without a gap', () => {
  const groups = [group('crm', [peer('a')]), group('legacy', [peer('b', { gap: 'high' })])];
  expect(ids(peerRows(groups, 'shop', { ...ALL, gapsOnly: true }, new Set()))).toEqual([
    'namespace:legacy',
    'namespace:legacy/b/b',
  ]);
});

test('a port chip keeps peers whose port is only undecided', () => {
  const undecided = peer('b', { relation: { allow: NONE, depends: tcp(9187), reasons: ['host-network'] } });
  const rows = peerRows(
    [group('crm', [peer('a'), undecided])],
    'x',
    { ...ALL, port: { protocol: 'TCP', port: 9187 } },
    new Set(),
  );
  expect(ids(rows)).toEqual(['namespace:crm', 'namespace:crm/b/b']);
});

test('a folded group keeps its head and its count', () => {
  const rows = peerRows([group('crm', [peer('a'), peer('b')])], 'x', ALL, new Set(['namespace:crm']));
  expect(rows).toMatchObject([{ type: 'group', folded: true, shown: 2 }]);
});

test('an unclassified peer is no personal data', () => {
  const unknown = peer('a', {
    classification: { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false },
  });
  expect(peerRows([group('crm', [unknown])], 'x', { ...ALL, personalOnly: true }, new Set())).toEqual([]);
});

test('a group with a gap never starts folded', () => {
  const many = Array.from({ length: 61 }, (_, index) => peer(`p${index}`));
  const first = group('a', many);
  const quiet = group('b', [peer('q')]);
  const gap = group('c', [peer('g', { gap: 'low' })]);
  expect([...initiallyFolded([first, quiet, gap])]).toEqual([groupId(first), groupId(quiet)]);
});

test('served ports come first among the chips', () => {
  const served = [{ protocol: 'TCP', port: 9187 }];
  expect(portChoices(served, [group('crm', [peer('a')])])).toEqual([
    { protocol: 'TCP', port: 9187 },
    { protocol: 'TCP', port: 5432 },
  ]);
});

test('pods of one workload with different answers are rows of their own', () => {
  const one = peer('a', { pods: 1, of: 2, example: 'crm/a-0' });
  const other = peer('a', { pods: 1, of: 2, example: 'crm/a-1' });
  const rows = ids(peerRows([group('crm', [one, other])], 'x', ALL, new Set()));
  expect(new Set(rows).size).toBe(3);
});

test('a workload of several pods unfolds to those that have what it has', () => {
  const web = peer('crm/Deployment/web', { pods: 2, of: 3 });
  const other = { allow: tcp(80), depends: NONE, reasons: [] } as const;
  const found = {
    revision: { seq: 1, content: '' },
    relations: [web.relation, other],
    pods: [
      { key: 'crm/web-1', relation: 0, node: 'n1' },
      { key: 'crm/web-2', relation: 0 },
      { key: 'crm/web-3', relation: 1 },
    ],
    more: 4,
  };
  const rows = (pods: ReadonlyMap<string, typeof found | undefined>) =>
    peerRows([group('crm', [web])], 'x', ALL, new Set(), pods).slice(1);
  expect(rows(new Map())).toMatchObject([{ type: 'peer', folded: true }]);
  expect(rows(new Map([[web.id, undefined]]))).toMatchObject([{ type: 'peer', folded: false }, { type: 'note' }]);
  expect(rows(new Map([[web.id, found]]))).toMatchObject([
    { type: 'peer', folded: false },
    { type: 'pod', pod: 'crm/web-1', node: 'n1' },
    { type: 'pod', pod: 'crm/web-2' },
    { type: 'note', text: '4 more pods not listed' },
  ]);
  expect(peerRows([group('crm', [peer('crm/Pod/one')])], 'x', ALL, new Set())[1]).not.toHaveProperty('folded');
});

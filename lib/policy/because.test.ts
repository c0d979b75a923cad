import { expect, test } from 'vitest';
import { answerProbe } from './probe.ts';
import { clusterOf, policy } from './testing/cluster-of.ts';

const CLOSED = policy('{podSelector: {matchLabels: {app: db}}, policyTypes: [Ingress, Egress]}', {
  namespace: 'a',
  name: 'db',
});
const model = clusterOf({
  namespaces: { a: {} },
  nodes: { n1: { addresses: ['192.168.0.1'] }, n2: { addresses: ['192.168.0.2'] } },
  pods: {
    'a/db': { labels: { app: 'db' }, ip: '10.0.0.1', node: 'n1' },
    'a/web': { labels: { app: 'web' }, ip: '10.0.0.2', node: 'n1' },
  },
  yaml: CLOSED,
});
const because = (from: string, to: string) => answerProbe(model, { from, to, port: 5432 });

test("a pod's own node that its policies do not admit is the reason, not the policies", () => {
  expect(because('192.168.0.1', 'a/db')).toMatchObject({
    verdict: 'allow',
    because: ['egress: no gate', "ingress: a pod's own node always reaches it"],
  });
  expect(because('192.168.0.2', 'a/db')).toMatchObject({
    verdict: 'deny',
    because: ['egress: no gate', 'ingress: isolated by NetworkPolicy a/db, no rule admits'],
  });
});

test('a pod reaches itself because no policy can keep it from itself', () => {
  expect(because('a/db', 'a/db')).toMatchObject({ verdict: 'allow', because: ['a pod always reaches itself'] });
});

test('grounds of one pair among several say of which pair they are, one pair for each verdict', () => {
  expect(because('192.168.0.0/30', 'a/db')).toMatchObject({
    verdict: 'mixed',
    because: [
      '192.168.0.1 → a/db: egress: no gate',
      "192.168.0.1 → a/db: ingress: a pod's own node always reaches it",
      '192.168.0.2 → a/db: egress: no gate',
      '192.168.0.2 → a/db: ingress: isolated by NetworkPolicy a/db, no rule admits',
    ],
  });
});

test('a protocol is read without case, alone as in a port', () => {
  const ends = { from: '192.168.0.2', to: 'a/web' };
  expect(answerProbe(model, { ...ends, protocol: 'tcp', port: 80 })).toMatchObject({
    protocol: 'tcp',
    verdict: 'allow',
  });
  expect(answerProbe(model, { ...ends, protocol: 'icmp', port: 80 })).toMatchObject({ verdict: 'error' });
});

test('row 77: two ends without a common address family say so, and nothing of gates that are open', () => {
  const pods = { 'a/old': { ip: '10.0.0.1' }, 'a/new': { ip: 'fd00::1' }, 'a/both': { ip: ['10.0.0.2', 'fd00::2'] } };
  const dual = clusterOf({ namespaces: { a: {} }, pods });
  const ask = (from: string, to: string) => answerProbe(dual, { from, to, port: 80 });
  const apart = { verdict: 'deny', because: ['no address family in common'] };
  expect(ask('a/old', 'a/new')).toMatchObject(apart);
  expect(ask('a/old', '2001:db8::1')).toMatchObject(apart);
  expect(ask('a/both', 'a/new')).toMatchObject({ verdict: 'allow' });
  expect(answerProbe(dual, { from: 'a/old', to: 'a/new' })).toMatchObject({ allow: { TCP: [] } });
});

import { expect, test } from 'vitest';
import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { clusterOf } from '#lib/policy/testing/cluster-of.ts';
import { createAnalysis } from './analysis.ts';
import type { ProfileInForce } from './settings-view.ts';
import { settingsView } from './settings-view.ts';
import { summarise } from './summary.ts';

const { objects } = clusterOf({
  nodes: { n1: { addresses: ['192.168.1.1'] } },
  pods: { 'kube-system/calico-node': { labels: { 'k8s-app': 'calico-node' }, node: 'n1', hostNetwork: true } },
});
const upstream = { profile: 'upstream', sets: [] };

function analyse(profileInForce: ProfileInForce) {
  const { profile, sets } = profileInForce.choice;
  const meta = { clusterId: 'c', clusterName: 'c', revision: { seq: 1, content: '' }, taken: '' };
  return createAnalysis(objects, parseProfile(profile, sets), { ...meta, profileInForce });
}
const banners = (inForce: ProfileInForce, type: SourceStatus['type'] = 'live') =>
  summarise(analyse(inForce), { type, label: '', state: 'current' }).banners.map(({ code }) => code);

test('the found plugin’s readings are offered until somebody chooses, but for the demo', () => {
  expect(banners({ start: upstream, choice: upstream })).toContain('profile-offered');
  expect(banners({ start: upstream, choice: upstream }, 'demo')).not.toContain('profile-offered');
  expect(banners({ start: upstream, choice: { profile: 'calico', sets: [] } })).not.toContain('profile-offered');
  expect(banners({ start: upstream, choice: { profile: 'upstream', sets: ['sctp=unsupported'] } })).not.toContain(
    'profile-offered',
  );
});

test('each field says where its value is known from', () => {
  const start = { profile: 'calico', sets: ['endPort=unsupported'] };
  const { fields, plugin } = settingsView(
    analyse({ start, choice: { ...start, sets: [...start.sets, 'sctp=unsupported'] } }),
  );
  const known = new Map(fields.map(({ field, from, value }) => [field, `${from} ${value}`]));
  expect(known.get('endPort')).toBe('start unsupported');
  expect(known.get('sctp')).toBe('page unsupported');
  expect(known.get('selfViaService')).toBe('preset evaluate');
  expect(known.get('podCIDRs')).toBe('preset from the nodes');
  expect(fields.every(({ alternatives, value, field }) => field === 'podCIDRs' || alternatives.includes(value))).toBe(
    true,
  );
  expect(plugin.sentence).toBe('Calico on 1 of 1 node, not tested');
});

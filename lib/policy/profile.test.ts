import { expect, test } from 'vitest';
import { PROFILES, parseProfile } from './profile.ts';

test('a later setting wins, and wins over the preset', () => {
  expect(parseProfile('cilium', []).ipBlockMatchesPods).toBe('false');
  const set = parseProfile('cilium', ['ipBlockMatchesPods=true', 'ipBlockMatchesPods=depends']);
  expect(set).toEqual({ ...PROFILES.cilium, ipBlockMatchesPods: 'depends' });
});

test('pod CIDRs are a list', () => {
  expect(parseProfile('upstream', ['podCIDRs=10.0.0.0/16,fd00::/64']).podCIDRs).toEqual(['10.0.0.0/16', 'fd00::/64']);
});

test.each([
  ['nobody', []],
  ['constructor', []],
  ['upstream', ['sctp']],
  ['upstream', ['sctp=maybe']],
  ['upstream', ['toString=true']],
  ['upstream', ['name=calico']],
  ['upstream', ['podCIDRs=10.0.0.0']],
])('profile %s with %j is a usage error', (name, sets) => {
  expect(() => parseProfile(name, sets)).toThrowError(expect.objectContaining({ code: 'USAGE' }));
});

test('the presets are those of the table', () => {
  expect(PROFILES.upstream).toMatchObject({ hostNetworkPods: 'depends', podToOwnNode: 'depends', enforced: 'unknown' });
  expect(PROFILES.calico).toMatchObject({
    ...{ hostNetworkPods: 'asNodes', podToOwnNode: 'depends' },
    ...{ selfViaService: 'evaluate', priorityTie: 'byName' },
  });
  expect(PROFILES.cilium).toMatchObject({
    ...{ ipBlockMatchesNodes: 'false', podToOwnNode: 'evaluate', selfViaService: 'allow', priorityTie: 'depends' },
  });
  expect(PROFILES['ovn-kubernetes']).toMatchObject({ hostNetworkPods: 'asNodes', selfViaService: 'depends' });
  expect(PROFILES['np-guard']).toMatchObject({
    ...{ ipBlockMatchesPods: 'false', ipBlockMatchesNodes: 'true', hostNetworkPods: 'asPods' },
    ...{ podToOwnNode: 'evaluate', npFinal: 'perDirection', missingNamespaceLabels: 'assumeNone', enforced: 'yes' },
  });
});

import { profileNotes } from '#lib/text/en/profile.ts';
import type { Profile, ProfileName } from './types.ts';

/** What a cell of the table of presets rests on. */
export interface CellSource {
  readonly profile: ProfileName;
  readonly field: ProfileField;
  /** Where it is said: documentation, source or a maintainer's word. Empty: chosen by us, for the reason that `note` gives. */
  readonly urls: readonly string[];
  readonly note: string;
}

export type ProfileField = Exclude<keyof Profile, 'name' | 'podCIDRs'>;

const CALICO = 'https://github.com/projectcalico/calico/blob/master/';
const ANTREA = 'https://github.com/antrea-io/antrea/';
const OVN = 'https://github.com/ovn-kubernetes/ovn-kubernetes/';

/** The cells that §3.11 leaves to be looked up, and one that the documentation qualifies. By preset, then by field. */
export const PROFILE_SOURCES: readonly CellSource[] = [
  cell('calico', 'podToOwnNode', [`${CALICO}api/pkg/apis/projectcalico/v3/felixconfig.go`]),
  cell('calico', 'priorityTie', [
    `${CALICO}felix/calc/policy_sorter.go`,
    'https://github.com/kubernetes-sigs/network-policy-api/issues/292',
  ]),
  cell('cilium', 'podToOwnNode', [
    'https://github.com/cilium/cilium/issues/13081',
    'https://github.com/cilium/cilium/blob/main/Documentation/security/policy/layer3.rst',
  ]),
  cell('cilium', 'priorityTie', ['https://github.com/cilium/design-cfps/pull/84']),
  cell('antrea', 'ipBlockMatchesPods', [`${ANTREA}issues/1764`]),
  cell('antrea', 'ipBlockMatchesNodes', [`${ANTREA}blob/main/docs/antrea-network-policy.md`]),
  cell('antrea', 'podToOwnNode', []),
  cell('antrea', 'selfViaService', [`${ANTREA}pull/5687`, `${ANTREA}blob/main/docs/antrea-network-policy.md`]),
  cell('antrea', 'npFinal', []),
  cell('antrea', 'priorityTie', [`${ANTREA}blob/main/docs/antrea-network-policy.md`]),
  cell('ovn-kubernetes', 'ipBlockMatchesPods', [`${OVN}pull/1674`]),
  cell('ovn-kubernetes', 'ipBlockMatchesNodes', [`${OVN}pull/1674`]),
  cell('ovn-kubernetes', 'podToOwnNode', []),
  cell('ovn-kubernetes', 'selfViaService', [`${OVN}pull/3178`]),
  cell('ovn-kubernetes', 'npFinal', [
    `${OVN}pull/1175`,
    `${OVN}blob/master/docs/features/network-security-controls/admin-network-policy.md`,
  ]),
  cell('ovn-kubernetes', 'priorityTie', [
    `${OVN}blob/master/docs/features/network-security-controls/admin-network-policy.md`,
  ]),
  cell('np-guard', 'npFinal', ['https://github.com/np-guard/netpol-analyzer/blob/main/pkg/netpol/eval/check.go']),
];

function cell(profile: ProfileName, field: ProfileField, urls: readonly string[]): CellSource {
  return { profile, field, urls, note: profileNotes[`${profile}.${field}`] ?? '' };
}

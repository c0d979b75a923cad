import { RingfenceError } from '#lib/api/errors.ts';
import { profileErrors } from '#lib/text/en/profile.ts';
import { parseCidr } from './address.ts';
import type { Profile, ProfileName } from './types.ts';

const UPSTREAM: Profile = {
  name: 'upstream',
  ipBlockMatchesPods: 'true',
  ipBlockMatchesNodes: 'true',
  hostNetworkPods: 'depends',
  ownNodeToPod: 'allow',
  podToOwnNode: 'depends',
  selfViaService: 'depends',
  endPort: 'supported',
  sctp: 'supported',
  npFinal: 'perDirection',
  priorityTie: 'depends',
  missingNamespaceLabels: 'depends',
  enforced: 'unknown',
};

/** The table of §3.11, by name. What its open cells rest on: `profile-sources.ts`. */
export const PROFILES: Readonly<Record<ProfileName, Profile>> = {
  upstream: UPSTREAM,
  calico: {
    ...UPSTREAM,
    name: 'calico',
    hostNetworkPods: 'asNodes',
    selfViaService: 'evaluate',
    priorityTie: 'byName',
  },
  cilium: {
    ...UPSTREAM,
    name: 'cilium',
    ipBlockMatchesPods: 'false',
    ipBlockMatchesNodes: 'false',
    hostNetworkPods: 'asNodes',
    podToOwnNode: 'evaluate',
    selfViaService: 'allow',
  },
  antrea: { ...UPSTREAM, name: 'antrea', hostNetworkPods: 'asNodes', selfViaService: 'evaluate' },
  'ovn-kubernetes': { ...UPSTREAM, name: 'ovn-kubernetes', hostNetworkPods: 'asNodes' },
  'np-guard': {
    ...UPSTREAM,
    name: 'np-guard',
    ipBlockMatchesPods: 'false',
    hostNetworkPods: 'asPods',
    podToOwnNode: 'evaluate',
    selfViaService: 'evaluate',
    missingNamespaceLabels: 'assumeNone',
    enforced: 'yes',
  },
};

/** Every field that `--set` knows, with exactly the values that it may take. */
export const PROFILE_VALUES = {
  ipBlockMatchesPods: ['true', 'false', 'depends'],
  ipBlockMatchesNodes: ['true', 'false', 'depends'],
  hostNetworkPods: ['asNodes', 'asPods', 'depends'],
  ownNodeToPod: ['allow', 'depends'],
  podToOwnNode: ['evaluate', 'allow', 'depends'],
  selfViaService: ['evaluate', 'allow', 'depends'],
  endPort: ['supported', 'unsupported'],
  sctp: ['supported', 'unsupported'],
  npFinal: ['perDirection', 'perPod'],
  priorityTie: ['depends', 'byName'],
  missingNamespaceLabels: ['depends', 'assumeNone'],
  enforced: ['unknown', 'yes', 'no'],
} as const satisfies { readonly [Field in Exclude<keyof Profile, 'name' | 'podCIDRs'>]: readonly Profile[Field][] };

/**
 * The preset with the settings applied, a later one winning.
 * @param sets `KEY=VALUE` each; `podCIDRs` takes CIDRs separated by commas.
 * @throws RingfenceError USAGE for an unknown profile, key or value.
 */
export function parseProfile(name: string, sets: readonly string[]): Profile {
  if (!Object.hasOwn(PROFILES, name)) {
    throw new RingfenceError('USAGE', profileErrors.noProfile(name, Object.keys(PROFILES)));
  }
  let profile = PROFILES[name as ProfileName];
  for (const setting of sets) {
    const equals = setting.indexOf('=');
    if (equals < 0) throw new RingfenceError('USAGE', profileErrors.notKeyValue(setting));
    profile = withSetting(profile, setting.slice(0, equals), setting.slice(equals + 1));
  }
  return profile;
}

function withSetting(profile: Profile, key: string, value: string): Profile {
  if (key === 'podCIDRs') {
    const podCIDRs = value.split(',');
    for (const cidr of podCIDRs) {
      if (parseCidr(cidr) === undefined) throw new RingfenceError('USAGE', profileErrors.notCidr(cidr));
    }
    return { ...profile, podCIDRs };
  }
  if (!Object.hasOwn(PROFILE_VALUES, key)) {
    throw new RingfenceError('USAGE', profileErrors.noSetting(key, [...Object.keys(PROFILE_VALUES), 'podCIDRs']));
  }
  const values: readonly string[] = PROFILE_VALUES[key as keyof typeof PROFILE_VALUES];
  if (!values.includes(value)) {
    throw new RingfenceError('USAGE', profileErrors.badValue(key, value, values));
  }
  return { ...profile, [key]: value };
}

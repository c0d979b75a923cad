/** The semantics profile: what is wrong with a choice, and what the presets rest on. */

export const profileErrors = {
  noProfile: (name: string, known: readonly string[]): string =>
    `There is no profile "${name}": choose ${known.join(', ')}.`,
  notKeyValue: (setting: string): string => `"${setting}" is not KEY=VALUE.`,
  notCidr: (cidr: string): string => `podCIDRs: "${cidr}" is not a CIDR.`,
  noSetting: (key: string, known: readonly string[]): string =>
    `There is no setting "${key}": choose ${known.join(', ')}.`,
  badValue: (key: string, value: string, known: readonly string[]): string =>
    `${key} cannot be "${value}": choose ${known.join(', ')}.`,
} as const;

/** Why the presets of the semantics profile hold what they hold, cell by cell: `preset.field`. */
export const profileNotes: Readonly<Record<string, string>> = {
  'calico.podToOwnNode':
    'The setting defaultEndpointToHostAction decides after the pod’s egress policy; Drop is its default, installers set Accept, and the input does not show it.',
  'calico.priorityTie': 'Policies of equal order are sorted by name, and the first one wins.',
  'cilium.podToOwnNode':
    'Egress to the own node is filtered like any other; only the entity host means it, and address blocks do not.',
  'cilium.priorityTie':
    'The design keeps the order undefined; a draft lets deny win, which neither value of this setting says.',
  'antrea.ipBlockMatchesPods':
    'A block that holds pods and did not match them was accepted and mended as a fault (host bits).',
  'antrea.ipBlockMatchesNodes':
    'Nodes are matched by their addresses; the one exemption is traffic from a node to its own pods.',
  'antrea.podToOwnNode':
    'Chosen by us: the documentation exempts a node’s traffic to its own pods and does not speak of the way back.',
  'antrea.selfViaService':
    'Egress rules are evaluated. Ingress is always permitted with AntreaProxy since the fix; earlier versions evaluated it on the gateway’s address.',
  'antrea.npFinal':
    'Chosen by us: what the API says of pods that a policy selects is read per direction; no statement on Antrea was found.',
  'antrea.priorityTie': 'Two rules of equal priority with different actions give a result that is not determined.',
  'ovn-kubernetes.ipBlockMatchesPods':
    'A block becomes a match on the packet’s address, and an address of a pod is one.',
  'ovn-kubernetes.ipBlockMatchesNodes':
    'A block becomes a match on the packet’s address, and an address of a node is one.',
  'ovn-kubernetes.podToOwnNode':
    'Chosen by us: the way of such packets depends on the gateway mode, and no statement on policies was found.',
  'ovn-kubernetes.selfViaService':
    'Evaluated since the fix, which knows the masquerade address; at random before. The input does not show the version.',
  'ovn-kubernetes.npFinal':
    'The default deny of NetworkPolicy is one rule for each direction, in a tier between those of the admin policies.',
  'ovn-kubernetes.priorityTie': 'Which of two overlapping policies of equal priority takes effect is not defined.',
  'np-guard.npFinal':
    'Whether a NetworkPolicy captures a connection is asked for the checked direction; first versions asked for both ends at once.',
};

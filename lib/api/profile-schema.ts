import { z } from 'zod';
import { strings } from './basic-schemas.ts';

const allowDepends = z.enum(['allow', 'depends']);
const threeWay = z.enum(['true', 'false', 'depends']);
const support = z.enum(['supported', 'unsupported']);

/** The semantics profile: printed with every result. */
export const profile = z.object({
  name: z.enum(['upstream', 'calico', 'cilium', 'antrea', 'ovn-kubernetes', 'np-guard']),
  ipBlockMatchesPods: threeWay,
  ipBlockMatchesNodes: threeWay,
  hostNetworkPods: z.enum(['asNodes', 'asPods', 'depends']),
  ownNodeToPod: allowDepends,
  podToOwnNode: z.enum(['evaluate', 'allow', 'depends']),
  selfViaService: z.enum(['evaluate', 'allow', 'depends']),
  endPort: support,
  sctp: support,
  npFinal: z.enum(['perDirection', 'perPod']),
  priorityTie: z.enum(['depends', 'byName']),
  missingNamespaceLabels: z.enum(['depends', 'assumeNone']),
  podCIDRs: strings.optional(),
  enforced: z.enum(['unknown', 'yes', 'no']),
});

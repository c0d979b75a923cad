/** Sentences of DNS-002. */

import type { PortsJson } from '#lib/policy/types.ts';
import { portsInWords } from '../ports.ts';

export const DNS_002 = {
  title: (name: string, upTo: boolean): string => `${name} ${upTo ? 'may be able to' : 'can'} ask any resolver outside`,
  summary: (name: string, by: string | undefined, ports: PortsJson, resolver: string): string =>
    `${by === undefined ? `${name} can connect` : `${by} lets ${name} connect`} to nearly every address on the internet on ${portsInWords(ports)}, where DNS is answered. ${resolver} resolves names for the cluster. An outside resolver learns what is asked.`,
  summaryUnknown: (name: string): string =>
    `Whether ${name} can ask resolvers outside cannot be decided from what was read.`,
  assumed: 'No resolver is in the input; kube-system pods labelled k8s-app=kube-dns on port 53 are assumed.',
  exposedBy: 'any resolver outside',
  fix: 'Keeps the cluster’s resolver and every other connection, and ends DNS to other destinations. The resolver’s own upstreams are recipients: declare them.',
};

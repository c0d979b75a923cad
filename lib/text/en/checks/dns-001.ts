import { listOf, unless } from '#lib/text/en/phrases.ts';

/** On which ports resolvers answer, as `DNS_001.ports` writes them. */
export interface DnsPortWords {
  readonly udp: string;
  readonly tcp: string;
}

export const DNS_001 = {
  title: (name: string, variant: 'none' | 'udp-only' | 'tcp-only', upTo: boolean): string => {
    if (variant === 'udp-only')
      return unless(upTo, `${name} cannot use DNS over TCP`, `${name} may not be able to use DNS over TCP`);
    return unless(upTo, `${name} cannot resolve names`, `${name} may not be able to resolve names`);
  },
  summary: (name: string, policies: readonly string[], resolver: string, { udp }: DnsPortWords): string =>
    `${isolates(policies)} ${name} for egress, and nothing lets it connect to ${resolver} on ${udp}.`,
  summaryClusterWide: (name: string, policies: readonly string[], resolver: string, { udp }: DnsPortWords): string =>
    `${listOf(policies)} ${policies.length === 1 ? 'decides' : 'decide'} on what leaves ${name}, and nothing lets it connect to ${resolver} on ${udp}.`,
  fixClusterWide:
    'Cluster-wide policies have a say here: let them allow DNS over UDP and TCP to the resolver. A NetworkPolicy alone cannot do it.',
  summaryTcpOnly: (name: string, resolver: string, { tcp }: DnsPortWords): string =>
    `${name} may connect to ${resolver} on ${tcp} only. A port without protocol means TCP, and names are asked over UDP.`,
  summaryUdpOnly: (name: string, resolver: string, { udp, tcp }: DnsPortWords): string =>
    `${name} may connect to ${resolver} on ${udp} but not on ${tcp}. Long answers fail.`,
  summaryUnknown: (name: string, resolver: string, { udp }: DnsPortWords): string =>
    `${name} is isolated for egress; whether it can connect to ${resolver} on ${udp} cannot be decided from what was read.`,
  summaryTcpUnknown: (name: string, resolver: string, { udp, tcp }: DnsPortWords): string =>
    `${name} may connect to ${resolver} on ${udp}; whether it can on ${tcp} cannot be decided from what was read. Without it, long answers fail.`,
  /** "UDP 53, 5353" */
  ports: (protocol: string, ports: readonly number[]): string => `${protocol} ${ports.join(', ')}`,
  assumed: 'No resolver is in the input; kube-system pods labelled k8s-app=kube-dns on port 53 are assumed.',
  linkLocal: 'It may connect to a link-local resolver. Whether one is in use is not visible in the input.',
  fix: 'Adds DNS over UDP and TCP to the resolver. It takes no other connection away and adds none.',
  isolationUnknown: (name: string): string => `Whether ${name} is isolated for egress cannot be decided.`,
  ownResolver: (name: string): string => `${name} uses the resolver of its node, whose address is not in the input.`,
};

function isolates(policies: readonly string[]): string {
  if (policies.length === 0) return 'A policy isolates';
  return `${listOf(policies)} ${policies.length === 1 ? 'isolates' : 'isolate'}`;
}

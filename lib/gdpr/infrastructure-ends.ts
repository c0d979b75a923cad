import { labelValue, type Protocol } from '#lib/kube/objects.ts';
import { parseAddress } from '#lib/policy/address.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';

/** A place of the cluster's own machinery that a workload seldom needs. */
export interface InfrastructureEnd {
  readonly what: 'metadata' | 'kubelet' | 'api';
  readonly end: SingleEnd;
  readonly protocol: Protocol;
  readonly port: number;
  /** Addresses of the end, for rules that leave them out. */
  readonly addresses: readonly string[];
}

export interface InfrastructureEnds {
  readonly all: readonly InfrastructureEnd[];
  readonly hasNodes: boolean;
  readonly hasApi: boolean;
}

/** Where the large clouds answer for their instances: IPv4 everywhere, IPv6 at one of them (gdpr.md §2.1). */
const METADATA_ADDRESSES = ['169.254.169.254', 'fd00:ec2::254'] as const;
const KUBELET_PORT = 10_250;

/** The pseudo-nodes `meta`, `kubelet(n)` and `api` of gdpr.md §2.1, as far as the input tells them. */
export function infrastructureEnds(model: PolicyModel): InfrastructureEnds {
  const metadata = METADATA_ADDRESSES.flatMap((address) => {
    const end = addressEnd(address);
    return end === undefined
      ? []
      : [{ what: 'metadata', end, protocol: 'TCP', port: 80, addresses: [address] } as const];
  });
  const kubelets = [...model.objects.nodes].map(([name, { status }]) => ({
    ...({ what: 'kubelet', end: { type: 'node', name }, protocol: 'TCP', port: KUBELET_PORT } as const),
    addresses: (status?.addresses ?? []).map(({ address }) => address).filter((text) => parseAddress(text)),
  }));
  const api = apiEnds(model);
  return { all: [...metadata, ...kubelets, ...api], hasNodes: kubelets.length > 0, hasApi: api.length > 0 };
}

/** The endpoints behind `default/kubernetes`: policies see them, not the Service's own address (policy row 81). */
function apiEnds(model: PolicyModel): readonly InfrastructureEnd[] {
  const nodeOf = new Map<string, string>();
  for (const [name, { status }] of model.objects.nodes) {
    for (const { address } of status?.addresses ?? []) nodeOf.set(address, name);
  }
  const ends: InfrastructureEnd[] = [];
  for (const { metadata, endpoints, ports } of model.objects.endpointSlices.values()) {
    const service = labelValue(metadata.labels, 'kubernetes.io/service-name');
    if ((metadata.namespace ?? 'default') !== 'default' || service !== 'kubernetes') continue;
    for (const address of (endpoints ?? []).flatMap((endpoint) => endpoint.addresses)) {
      const node = nodeOf.get(address);
      const end: SingleEnd | undefined = node === undefined ? addressEnd(address) : { type: 'node', name: node };
      if (end === undefined) continue;
      for (const { port = 443, protocol = 'TCP' } of ports ?? []) {
        ends.push({ what: 'api', end, protocol, port, addresses: [address] });
      }
    }
  }
  return ends;
}

function addressEnd(address: string): SingleEnd | undefined {
  const family = parseAddress(address)?.family;
  return family === undefined ? undefined : { type: 'address', family, first: address, last: address };
}

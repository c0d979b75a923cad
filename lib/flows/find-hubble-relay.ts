import { labelValue, type Service } from '#lib/kube/objects.ts';

export interface HubbleRelay {
  readonly namespace: string;
  readonly name: string;
  /** Of the Service, not that on which the relay's pods listen (4245), which a NetworkPolicy has to name. */
  readonly port: number;
  readonly tls: boolean;
}

/** By its label, in whatever namespace: managed clusters have one of their own. The first by namespace and name. */
export function findHubbleRelay(services: Iterable<Service>): HubbleRelay | undefined {
  const found: HubbleRelay[] = [];
  for (const { metadata, spec } of services) {
    if (labelValue(metadata.labels, 'k8s-app') !== 'hubble-relay') continue;
    const port = (spec.ports ?? []).find(({ protocol }) => protocol === undefined || protocol === 'TCP');
    if (port === undefined || metadata.namespace === undefined) continue;
    found.push({ namespace: metadata.namespace, name: metadata.name, port: port.port, tls: port.port === 443 });
  }
  const key = ({ namespace, name }: HubbleRelay): string => `${namespace}/${name}`;
  return found.sort((a, b) => (key(a) < key(b) ? -1 : 1))[0];
}

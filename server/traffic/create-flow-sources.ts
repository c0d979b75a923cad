import { basename } from 'node:path';
import { findHubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import type { Service } from '#lib/kube/objects.ts';
import { HUBBLE } from '#lib/text/en/flow-sources.ts';
import { createFileSource } from './file-source.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { FlowSource } from './flow-source.ts';
import { createHubbleSource } from './hubble-source.ts';
import type { HubbleTarget } from './hubble-target.ts';

/**
 * The sources of a cluster's traffic, none of them started. `services`: the Services of the cluster as they are when
 * somebody asks, for a relay that is to be found there.
 */
export function createFlowSources(
  settings: FlowSettings,
  services: () => Iterable<Service> = () => [],
): readonly FlowSource[] {
  const { hubble, files } = settings;
  const sources: FlowSource[] = [];
  if (hubble?.address === 'auto') {
    sources.push(
      createHubbleSource({
        id: 'hubble',
        label: HUBBLE.found,
        target: () => foundRelay(services(), hubble.tls),
        advice: () => forwardAdvice(services()),
      }),
    );
  } else if (hubble !== undefined) {
    const { address, tls } = hubble;
    sources.push(createHubbleSource({ id: 'hubble', label: HUBBLE.at(address), target: () => ({ address, tls }) }));
  }
  const taken = new Set(sources.map(({ id }) => id));
  for (const path of files) sources.push(createFileSource(path, freeId(`file:${basename(path)}`, taken)));
  return sources;
}

/** Secrets are never read: where the relay has TLS, its authority has to be given. */
function foundRelay(
  services: Iterable<Service>,
  tls: HubbleTarget['tls'],
): HubbleTarget | { readonly missing: string } {
  const relay = findHubbleRelay(services);
  if (relay === undefined) return { missing: HUBBLE.noRelay };
  if (relay.tls && tls === undefined) return { missing: HUBBLE.needsCa(relay.namespace, relay.name) };
  const address = `${relay.name}.${relay.namespace}.svc:${relay.port}`;
  return relay.tls ? { address, tls } : { address };
}

function forwardAdvice(services: Iterable<Service>): string | undefined {
  const relay = findHubbleRelay(services);
  return relay && HUBBLE.forward(relay.namespace, relay.name, relay.port);
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted;
  for (let number = 2; taken.has(id); number++) id = `${wanted}-${number}`;
  taken.add(id);
  return id;
}

import type { HubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import { HUBBLE_FLOWS } from '#lib/flows/source-ids.ts';
import { HUBBLE } from '#lib/text/en/flow-sources.ts';
import { createFileSources } from './file-source.ts';
import type { FilesRead } from './files-read.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { FlowSource } from './flow-source.ts';
import { createHubbleSource } from './hubble-source.ts';
import type { HubbleTarget } from './hubble-target.ts';

/**
 * The sources of a cluster's traffic, none of them started. `relay`: that of the cluster as it is when somebody asks,
 * where it is to be found there. `before`: how far files were read earlier. `clock`: by which a line of a file is of a time
 * that has not come.
 */
export function createFlowSources(
  settings: FlowSettings,
  clock: () => number,
  relay: () => HubbleRelay | undefined = () => undefined,
  before?: FilesRead,
): readonly FlowSource[] {
  const { hubble, files } = settings;
  const sources: FlowSource[] = [];
  if (hubble?.address === 'auto') {
    sources.push(
      createHubbleSource({
        id: HUBBLE_FLOWS,
        label: HUBBLE.found,
        target: () => targetOf(relay(), hubble.tls),
        advice: () => forwardAdvice(relay()),
      }),
    );
  } else if (hubble !== undefined) {
    const { address, tls } = hubble;
    sources.push(createHubbleSource({ id: HUBBLE_FLOWS, label: HUBBLE.at(address), target: () => ({ address, tls }) }));
  }
  return [...sources, ...createFileSources(files, before, clock)];
}

/** Secrets are never read: where the relay has TLS, its authority has to be given. */
function targetOf(
  relay: HubbleRelay | undefined,
  tls: HubbleTarget['tls'],
): HubbleTarget | { readonly missing: string } {
  if (relay === undefined) return { missing: HUBBLE.noRelay };
  if (relay.tls && tls === undefined) return { missing: HUBBLE.needsCa(relay.namespace, relay.name) };
  const address = `${relay.name}.${relay.namespace}.svc:${relay.port}`;
  return relay.tls ? { address, tls } : { address };
}

function forwardAdvice(relay: HubbleRelay | undefined): string | undefined {
  return relay && HUBBLE.forward(relay.namespace, relay.name, relay.port);
}

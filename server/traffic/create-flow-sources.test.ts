import { afterEach, describe, expect, test, vi } from 'vitest';
import { findHubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import type { Service } from '#lib/kube/objects.ts';
import { createFlowSources } from './create-flow-sources.ts';
import { gatheringSink } from './testing/gathering-sink.ts';

const service = (namespace: string, name: string, port: number, app = 'hubble-relay'): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { namespace, name, labels: { 'k8s-app': app } },
  spec: { ports: [{ port, targetPort: 'grpc' }] },
});

describe('the relay of a cluster', () => {
  test('is found by its label in any namespace, whatever it is called; TLS by its port', () => {
    const managed = service('gke-managed-dpv2-observability', 'hubble-relay', 443);
    expect(findHubbleRelay([service('shop', 'hubble-relay', 80, 'other'), managed])).toEqual({
      namespace: 'gke-managed-dpv2-observability',
      name: 'hubble-relay',
      port: 443,
      tls: true,
    });
    expect(findHubbleRelay([service('kube-system', 'relay', 80), managed])).toMatchObject({ name: 'hubble-relay' });
    expect(findHubbleRelay([service('kube-system', 'relay', 80)])).toMatchObject({ port: 80, tls: false });
    expect(findHubbleRelay([])).toBeUndefined();
  });
});

describe('sources', () => {
  const stops: (() => Promise<void>)[] = [];
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
  });
  const firstProblem = (services: readonly Service[]) => {
    const [source] = createFlowSources({ hubble: { address: 'auto' }, files: [] }, Date.now, () =>
      findHubbleRelay(services),
    );
    const sink = gatheringSink();
    source?.start(sink);
    if (source !== undefined) stops.push(() => source.stop());
    return vi.waitFor(
      () => {
        const told = sink.statuses.find(({ error }) => error !== undefined);
        if (told === undefined) throw new Error('nothing yet');
        return told;
      },
      { timeout: 10_000 },
    );
  };
  test('each has an id of its own', () => {
    const settings = { hubble: { address: '127.0.0.1:4245' }, files: ['/a/x.json', '/b/x.json'] };
    expect(createFlowSources(settings, Date.now).map(({ id }) => id)).toEqual([
      'hubble',
      'file:x.json',
      'file:x.json-2',
    ]);
  });
  test('no relay in the cluster: it waits and says what to do', async () => {
    expect(await firstProblem([])).toMatchObject({
      state: 'waiting',
      error: expect.stringContaining('enable Hubble Relay'),
    });
  });
  test('a relay with TLS needs its authority: no Secret is read', async () => {
    expect(await firstProblem([service('kube-system', 'hubble-relay', 443)])).toMatchObject({
      state: 'waiting',
      error: expect.stringContaining('--hubble-ca FILE'),
    });
  });
  test('a relay that cannot be reached from here: how to forward its port', async () => {
    const { error } = await firstProblem([service('kube-system', 'hubble-relay', 80)]);
    expect(error).toContain('kubectl -n kube-system port-forward service/hubble-relay 4245:80');
    expect(error).toContain('--hubble 127.0.0.1:4245');
  });
});

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest';
import { createAuthority } from '#e2e/cluster/certificates.ts';
import { createHubbleSource } from './hubble-source.ts';
import { acceptedNames, type HubbleTls } from './hubble-target.ts';
import { startFakeHubble } from './testing/fake-hubble.ts';
import { gatheringSink } from './testing/gathering-sink.ts';
import { nextFlow } from './testing/hubble-flows.ts';

const folder = mkdtempSync(join(tmpdir(), 'ringfence-hubble-tls-'));
afterAll(() => rmSync(folder, { recursive: true }));
const ends: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const authority = createAuthority('relay-ca');
const client = authority.issue({ user: 'hubble-client', group: 'hubble' });
const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};
const ca = file('ca.crt', authority.certificate);
const cert = file('tls.crt', client.certificate);
const key = file('tls.key', client.key);
const otherCa = file('other.crt', createAuthority('other').certificate);

async function relay(names: readonly string[], mutual = false) {
  const server = authority.issueServer(names);
  const tls = { cert: server.certificate, key: server.key, ...(mutual ? { ca: authority.certificate } : {}) };
  const fake = await startFakeHubble({ nodes: ['c/n1'], tls });
  ends.push(() => fake.stop());
  return fake;
}

/** The first state that says whether it works, with its error. */
async function outcome(address: string, tls: HubbleTls | undefined) {
  const sink = gatheringSink();
  const source = createHubbleSource({ id: 'h', label: 'H', target: () => ({ address, tls }), tellEveryMs: 20 });
  source.start(sink);
  ends.push(() => source.stop());
  return vi.waitFor(
    () => {
      const told = sink.statuses.find(({ state }) => state === 'observing' || state === 'failed');
      if (told === undefined) throw new Error('nothing yet');
      return { state: told.state, error: told.error, sink };
    },
    { timeout: 10_000, interval: 10 },
  );
}

describe('TLS', () => {
  test('a relay with the name that Cilium gives it, under another address', async () => {
    const fake = await relay(['*.hubble-relay.cilium.io']);
    const { state, sink } = await outcome(fake.address, { ca });
    expect(state).toBe('observing');
    await vi.waitFor(() => expect(fake.requests).toHaveLength(1));
    fake.push('c/n1', nextFlow({ uuid: 'x' }));
    await vi.waitFor(() => expect(sink.flows).toMatchObject([{ id: 'x' }]));
  });
  test('a name that was given, and no other', async () => {
    const fake = await relay(['relay.example']);
    expect((await outcome(fake.address, { ca, serverName: 'relay.example' })).state).toBe('observing');
    expect((await outcome(fake.address, { ca, serverName: 'other.example' })).error).toMatch(
      /does not answer: .*other\.example/,
    );
    expect((await outcome(fake.address, { ca })).state).toBe('failed');
  });
  test('another authority is refused', async () => {
    const fake = await relay(['*.hubble-relay.cilium.io']);
    expect((await outcome(fake.address, { ca: otherCa })).state).toBe('failed');
  });
  test('plain text to a relay with TLS, and the other way round, fail', async () => {
    const secure = await relay(['*.hubble-relay.cilium.io']);
    expect((await outcome(secure.address, undefined)).state).toBe('failed');
    const plain = await startFakeHubble({ nodes: ['c/n1'] });
    ends.push(() => plain.stop());
    expect((await outcome(plain.address, { ca })).state).toBe('failed');
  });
  test('mutual: with a certificate of the authority, and not without', async () => {
    const fake = await relay(['*.hubble-relay.cilium.io'], true);
    expect((await outcome(fake.address, { ca, cert, key })).error).toBeUndefined();
    expect((await outcome(fake.address, { ca })).state).toBe('failed');
  });
  test('a file that is not there is told by its name', async () => {
    const { error } = await outcome('127.0.0.1:22898', { ca: join(folder, 'gone.crt') });
    expect(error).toContain('gone.crt');
  });
});

describe('the name of a certificate', () => {
  test('in a cluster: the address, that of Cilium, and the whole name of the Service, as managed relays have it', () => {
    expect(acceptedNames('hubble-relay.gke-managed-dpv2-observability.svc:443', { ca })).toEqual([
      'hubble-relay.gke-managed-dpv2-observability.svc',
      'ui.hubble-relay.cilium.io',
      'hubble-relay.gke-managed-dpv2-observability.svc.cluster.local',
    ]);
  });
  test('without an authority of its own only the address: anybody may have a certificate of a public one', () => {
    expect(acceptedNames('relay.example:443', {})).toEqual(['relay.example']);
    expect(acceptedNames('[::1]:443', {})).toEqual(['::1']);
  });
});

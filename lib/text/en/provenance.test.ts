import { describe, expect, test } from 'vitest';
import type { ServerProvenance } from '#lib/kube/provenance.ts';
import type { ObjectChange } from '#lib/kube/source-record.ts';
import { readingSentences } from './provenance.ts';

const NOT_TOLD = { notTold: '403' } as const;
const LIVE: ServerProvenance = {
  from: 'api-server',
  ...{ clusterId: NOT_TOLD, version: NOT_TOLD, authority: NOT_TOLD, identity: NOT_TOLD, rules: NOT_TOLD },
  clock: { source: 'this-machine', toServer: NOT_TOLD },
  state: 'frozen',
  kinds: [],
  skew: { from: '2026-11-23T09:41:07.000Z', to: '2026-11-23T09:41:07.200Z', milliseconds: 200 },
  readAgain: [],
  notReadAgain: [],
};
const written = (name: string): ObjectChange => ({ name, change: 'written', resourceVersion: '5' });
function readAgain(kind: string, resource: string, ...names: string[]) {
  return { resource, kind, from: '1', to: '9', objects: names.map(written) };
}

describe('what is said of the reading', () => {
  test('what changed meanwhile, and the skew', () => {
    const slices = readAgain('EndpointSlice', 'endpointslices.discovery.k8s.io', 'shop/web-x');
    expect(readingSentences({ ...LIVE, readAgain: [slices] })).toEqual([
      '1 EndpointSlice changed meanwhile and was read again.',
      'Skew 0.2 s.',
    ]);
  });

  test('of several in one namespace', () => {
    const policies = {
      ...readAgain('NetworkPolicy', 'networkpolicies.networking.k8s.io', 'a', 'b'),
      namespace: 'shop',
    };
    expect(readingSentences({ ...LIVE, readAgain: [policies] })[0]).toBe(
      '2 NetworkPolicies in shop changed meanwhile and were read again.',
    );
  });

  test('what came after the lists, and what could not be read again', () => {
    const list = { apiVersion: 'v1', resourceVersion: '1', started: '', ended: '', pages: 1, count: 1, changes: 1 };
    const pods = { resource: 'pods', kind: 'Pod', count: 1, state: 'read', sha256: '', lists: [list] } as const;
    expect(readingSentences({ ...LIVE, kinds: [pods], notReadAgain: [{ resource: 'nodes' }] })).toEqual([
      '1 list could not be read again in time.',
      '1 change came after the lists and is included.',
      'Skew 0.2 s.',
    ]);
  });

  test('that the server is lost, and since when', () => {
    expect(readingSentences({ ...LIVE, state: 'lost', asOf: '2026-11-23T09:00:00Z' })[0]).toBe(
      'The API server did not answer; this is what it last said, 2026-11-23T09:00:00Z.',
    );
  });

  test('that no API server confirms files', () => {
    const files = [{ name: 'a.yaml', size: 1, sha256: '' }];
    expect(readingSentences({ from: 'files', files, kinds: [] })).toEqual([
      'Read from 1 file. No API server said that this is what runs.',
    ]);
  });
});

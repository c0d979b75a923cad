import { describe, expect, test } from 'vitest';
import type { KindCompleteness } from './cluster-objects.ts';
import { digestProvenance, joinProvenance, type ServerProvenance, skewOf } from './provenance.ts';
import type { AboutServer, ListRecord, ServerRecord } from './source-record.ts';

const ABOUT: AboutServer = {
  clusterId: { value: '7f5c' },
  version: { value: { gitVersion: 'v1.35.4', platform: 'linux/amd64' } },
  authority: { value: 'ab'.repeat(32) },
  identity: { notTold: '403' },
  rules: { notTold: '403' },
  clock: { value: { offsetMs: 40, withinMs: 501 } },
};

function list(resource: string, second: number, resourceVersion: string, more: Partial<ListRecord> = {}): ListRecord {
  const at = (seconds: number) => new Date(Date.UTC(2026, 10, 23, 9, 41, seconds)).toISOString();
  const times = { started: at(second), ended: at(second + 1) };
  return { resource, apiVersion: 'v1', resourceVersion, ...times, pages: 1, count: 1, changes: 0, ...more };
}

function kind(resource: string, name: string, more: Partial<KindCompleteness> = {}): KindCompleteness {
  return { resource, kind: name, count: 1, state: 'read', ...more };
}

function provenance(lists: readonly ListRecord[], kinds: readonly KindCompleteness[]): ServerProvenance {
  const reading: ServerRecord['reading'] = { state: 'frozen', lists, readAgain: [], notReadAgain: [] };
  const record: ServerRecord = { from: 'api-server', about: ABOUT, reading };
  const joined = joinProvenance(record, { kinds, unread: [], notes: [] });
  return digestProvenance(joined, (name) => ({ count: 7, sha256: `digest of ${name}` })) as ServerProvenance;
}

describe('of an API server', () => {
  test('each kind has its lists, its digest and how far it was read; a denied one has no list', () => {
    const { kinds } = provenance(
      [list('pods', 3, '120', { namespace: 'crm' }), list('pods', 1, '99', { namespace: 'shop', watchedTo: '140' })],
      [
        kind('pods', 'Pod', { state: 'partial', deniedNamespaces: ['hr'] }),
        kind('nodes', 'Node', { state: 'forbidden' }),
      ],
    );
    expect(kinds).toMatchObject([
      {
        resource: 'pods',
        sha256: 'digest of Pod',
        state: 'partial',
        deniedNamespaces: ['hr'],
        lists: [{ namespace: 'crm' }, { namespace: 'shop' }],
        versions: { from: '99', to: '140' },
      },
      { resource: 'nodes', state: 'forbidden', lists: [] },
    ]);
  });

  test('the skew reaches from the start of the first list to the end of the last', () => {
    const { skew } = provenance([list('pods', 3, '120'), list('nodes', 1, '99')], []);
    expect(skew).toEqual({
      from: '2026-11-23T09:41:01.000Z',
      to: '2026-11-23T09:41:04.000Z',
      milliseconds: 3_000,
      versions: { from: '99', to: '120' },
    });
  });

  test('where nothing could be listed there is no skew', () => {
    expect(provenance([], [])).not.toHaveProperty('skew');
  });

  test('times are said to be of the machine that read, with its distance from the server’s clock', () => {
    expect(provenance([], []).clock).toEqual({
      source: 'this-machine',
      toServer: { value: { offsetMs: 40, withinMs: 501 } },
    });
  });
});

test('versions are compared as numbers of any length, and not at all where they are none', () => {
  const versions = (...each: string[]) => skewOf(each.map((version) => list('pods', 0, version))).versions;
  expect(versions('9', '10', '9007199254740993')).toEqual({ from: '9', to: '9007199254740993' });
  expect(versions('9', 'a')).toBeUndefined();
});

test('of files the files are told, and number and digest of each kind', () => {
  const files = [{ name: 'pods.yaml', size: 12, sha256: 'cd'.repeat(32) }];
  const kinds = [kind('pods', 'Pod')];
  const joined = joinProvenance({ from: 'files', files }, { kinds, unread: [], notes: [] });
  expect(digestProvenance(joined, () => ({ count: 7, sha256: 'digest' }))).toEqual({
    from: 'files',
    files,
    kinds: [{ resource: 'pods', kind: 'Pod', count: 7, sha256: 'digest' }],
  });
});

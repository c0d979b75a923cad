import { beforeAll, describe, expect, it } from 'vitest';
import { joinProvenance } from '#lib/kube/provenance.ts';
import type { ListRecord, SourceRecord } from '#lib/kube/source-record.ts';
import { canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { hashesOfParts } from '#server/report/evidence/seal-evidence.ts';
import { smallSnapshot } from './testing/small-snapshot.ts';
import { verifyEvidence } from './verify-evidence.ts';

const list = (resource: string, resourceVersion: string): ListRecord => ({
  resource,
  apiVersion: 'v1',
  resourceVersion,
  started: '2026-11-23T09:41:07.000Z',
  ended: '2026-11-23T09:41:07.200Z',
  pages: 1,
  count: 3,
  changes: 0,
});
const LIVE: SourceRecord = {
  from: 'api-server',
  about: {
    clusterId: { value: '7f5c' },
    version: { value: { gitVersion: 'v1.35.4' } },
    authority: { value: 'ab'.repeat(32) },
    identity: { notTold: '403' },
    rules: { notTold: '403' },
    clock: { notTold: 'no answer' },
  },
  reading: {
    state: 'frozen',
    lists: [list('namespaces', '81200'), list('pods', '81204')],
    readAgain: [],
    notReadAgain: [],
  },
};

let text: string;
beforeAll(() => {
  const { completeness } = smallSnapshot().evidence;
  text = canonicalJson(smallSnapshot({ provenance: joinProvenance(LIVE, completeness) }).evidence);
});

type Place = readonly (string | number)[];

/** As somebody would alter it who knows the format: canonical, with the hashes of the parts as they then are. */
function verifyWith(place: Place, alter: (value: unknown) => unknown) {
  const file = JSON.parse(text);
  let holder = file;
  for (const step of place.slice(0, -1)) holder = holder[step];
  const last = place.at(-1) as string;
  holder[last] = alter(holder[last]);
  return verifyEvidence(Buffer.from(canonicalJson({ ...file, parts: hashesOfParts(file) })), 'evidence.json');
}

describe('what follows from the lists of a server', () => {
  it('is computed again, and comes out the same of what nobody altered', () => {
    expect(verifyWith(['provenance'], (same) => same).verdict).toBe('intact');
  });

  it.each<[string, Place, (value: unknown) => unknown]>([
    ['a count of a kind', ['provenance', 'kinds', 1, 'count'], () => 99],
    ['a count of the completeness', ['completeness', 'kinds', 0, 'count'], () => 99],
    ['a kind under another resource', ['completeness', 'kinds', 2, 'resource'], () => 'secrets'],
    ['another kind under the same resource', ['completeness', 'kinds', 2, 'kind'], () => 'Secret'],
    ['kinds in another order', ['completeness', 'kinds'], (kinds) => (kinds as unknown[]).toReversed()],
    ['a kind left out', ['provenance', 'kinds'], (kinds) => (kinds as unknown[]).slice(1)],
    ['a kind told twice', ['provenance', 'kinds'], (kinds) => [...(kinds as unknown[]), (kinds as unknown[])[0]]],
    ['a kind that was read, told as denied', ['provenance', 'kinds', 0, 'state'], () => 'forbidden'],
    ['the versions of a kind', ['provenance', 'kinds', 1, 'versions', 'to'], () => '81299'],
    ['the skew', ['provenance', 'skew', 'milliseconds'], () => 0],
    ['no skew', ['provenance', 'skew'], () => undefined],
    ['a time that is none', ['provenance', 'kinds', 0, 'lists', 0, 'ended'], () => 'yesterday'],
  ])('finds %s', (_, place, alter) => {
    expect(verifyWith(place, alter).verdict).toBe('altered');
  });
});

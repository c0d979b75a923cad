import { expect, it } from 'vitest';
import type { WitnessReason } from '#lib/gdpr/types.ts';
import { smallSnapshot } from '#server/verify/testing/small-snapshot.ts';
import type { Evidence } from '../evidence/evidence.ts';
import type { EvidenceGap } from '../evidence/peer-runs.ts';
import { gapLookups } from './gap-block.ts';
import { gapLine } from './gap-line.ts';

const { evidence } = smallSnapshot();
const lookups = gapLookups(evidence);

function reason(name: string, text: string, namespace = 'shop'): WitnessReason {
  return { gate: 'egress', kind: 'rule', policy: { kind: 'NetworkPolicy', namespace, name }, text };
}

function lineOf(because: readonly WitnessReason[], scope?: Evidence['scope']): string {
  const ports = { TCP: [[53, 53]], UDP: [], SCTP: [] } as const;
  const partial = scope === undefined ? lookups : { ...lookups, evidence: { ...evidence, scope } };
  const witness = [{ from: 'shop/Pod/a', to: 'dns/Pod/b', ports, verdict: 'deny', because }] as const;
  return gapLine({ ...evidence.gaps[0], witness } as unknown as EvidenceGap, partial, {
    first: evidence.gaps[0] as EvidenceGap,
    withYaml: false,
  }).text;
}

it('tells what several policies say alike once, with the names of all', () => {
  const text = lineOf(
    ['one', 'two', 'three'].map((name) => reason(name, `${name} isolates a; no rule of it admits b.`)),
  );
  expect(text).toContain(
    'At the source: NetworkPolicy shop/one: one isolates a; no rule of it admits b. The same holds of two, three.',
  );
});

it('tells apart what policies of two namespaces say, and what one says otherwise', () => {
  const text = lineOf([
    reason('one', 'one isolates a.'),
    reason('one', 'one isolates a.', 'crm'),
    reason('two', 'No.'),
  ]);
  for (const each of ['shop/one: one isolates a.', 'crm/one: one isolates a.', 'shop/two: No.']) {
    expect(text).toContain(each);
  }
  expect(text).not.toContain('The same');
});

it('tells apart rules that differ in a label, also where each policy has the name of its label', () => {
  const text = lineOf(
    ['access-db', 'access-cache'].map((name) => reason(name, `Peer matches: label ${name}=true. Every port.`)),
  );
  for (const each of ['access-db', 'access-cache']) expect(text).toContain(`Peer matches: label ${each}=true.`);
  expect(text).not.toContain('The same');
});

it('says of a policy that decides from outside of a partial report that its hash stands nowhere in it', () => {
  const text = lineOf([reason('one', 'one isolates a.'), reason('two', 'two admits a.', 'dns')], {
    namespaces: ['shop'],
  });
  expect(text).toContain('NetworkPolicy shop/one: one isolates a.');
  expect(text).toContain('NetworkPolicy dns/two, outside of this scope: two admits a.');
});

it('tells of why a result is unknown only what the first of the kind does not say', () => {
  const [gap] = evidence.gaps as [EvidenceGap];
  const first = { ...gap, unknownBecause: ['The class is unknown.'] };
  const other = { ...gap, unknownBecause: ['The class is unknown.', 'A policy cannot be read.'] };
  const { text } = gapLine(other, lookups, { first, withYaml: false });
  expect(text).toContain('A policy cannot be read.');
  expect(text).not.toContain('The class is unknown.');
});

import { createHash } from 'node:crypto';
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs';
import { beforeAll, describe, expect, it } from 'vitest';
import { cluster, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import type { Evidence } from './evidence/evidence.ts';
import { sealEvidence } from './evidence/seal-evidence.ts';
import { renderSnapshot } from './render.ts';
import { snapshotOf } from './testing/snapshot-of.ts';
import { type Snapshot, typesetSnapshot } from './typeset.ts';

const MANIFESTS = cluster(
  namespace('crm'),
  namespace('shop'),
  workload('crm/crm-db', { dataClass: 'personal', port: 5432, image: 'postgres:16' }),
  workload('shop/cart', { port: 8080 }),
  policy('shop/deny-all', '{podSelector: {}, policyTypes: [Ingress], ingress: [{from: [{podSelector: {}}]}]}'),
);

/** A document is set in a second or two; a loaded machine takes longer. */
const SETTING_MS = 60_000;

async function read(pdf: Uint8Array) {
  const document = await getDocument({ data: pdf.slice(), verbosity: 0 }).promise;
  const pages: string[] = [];
  for (let number = 1; number <= document.numPages; number++) {
    const { items } = await (await document.getPage(number)).getTextContent();
    pages.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  const evidence = await document.getAttachmentContent('evidence.json');
  return { pages, text: pages.join('\n').replace(/\s+/g, ' '), evidence };
}

describe('the snapshot PDF', { timeout: SETTING_MS }, () => {
  let evidence: Evidence;
  let snapshot: Snapshot;
  let again: Snapshot;
  let document: Awaited<ReturnType<typeof read>>;

  beforeAll(async () => {
    const parts = await snapshotOf(MANIFESTS);
    evidence = parts.evidence;
    snapshot = await renderSnapshot(sealEvidence(evidence), parts.scenes);
    again = typesetSnapshot(sealEvidence(evidence), parts.scenes);
    document = await read(snapshot.pdf);
  }, SETTING_MS);

  it('is the same, byte by byte, for the same evidence', () => {
    expect(Buffer.compare(snapshot.pdf, again.pdf)).toBe(0);
  });

  it('carries the evidence as an attachment whose hash is on the cover', () => {
    const attached = document.evidence ?? new Uint8Array();
    expect(createHash('sha256').update(attached).digest('hex')).toBe(snapshot.evidenceHash);
    expect(sealEvidence(evidence).hash).toBe(snapshot.evidenceHash);
    expect(document.pages[0]?.replace(/\s/g, '')).toContain(snapshot.evidenceHash);
  });

  it('is tagged PDF/A-3a', () => {
    const text = Buffer.from(snapshot.pdf).toString('latin1');
    expect(text).toMatch(/\/MarkInfo\s*<<[^>]*\/Marked true/);
    expect(text).toMatch(/<pdfaid:part>3<\/pdfaid:part>/);
    expect(text).toMatch(/<pdfaid:conformance>A<\/pdfaid:conformance>/);
  });

  it('tells every gap with its derivation, article, proof and fix', () => {
    for (const gap of evidence.gaps) expect(document.text).toContain(gap.title);
    expect(document.text).toContain('high = personal (declared) × any pod (exposure 3)');
    expect(document.text).toContain('Art. 32(1)(b)');
    expect(document.text).toContain('No NetworkPolicy in crm selects app=crm-db for ingress.');
    expect(document.text).toContain('name: crm-db-clients');
  });

  it('says on every page that enforcement is not established', () => {
    for (const page of document.pages) expect(page.replace(/\s+/g, ' ')).toContain('Enforcement is not established');
  });

  it('names no chain number and invents no signature', () => {
    expect(document.pages[0]).toContain('not in a chain');
    expect(document.text).toContain('This snapshot stands in no chain');
    expect(document.text).toContain('The fields are empty by design');
  });

  it('says on every page what a partial snapshot leaves out', async () => {
    const partial = await snapshotOf(MANIFESTS, { scopeNamespaces: ['shop'] });
    const { pages, text } = await read(typesetSnapshot(sealEvidence(partial.evidence), partial.scenes).pdf);
    for (const page of pages) expect(page.replace(/\s+/g, ' ')).toContain('Partial scope: only shop.');
    expect(text).not.toContain('crm-db is reachable');
  });

  it('says on every page when a source that is lost was last read', async () => {
    const source = { type: 'live', label: 'Live API', state: 'lost', asOf: '2026-11-20T08:15:00Z' } as const;
    const stale = await snapshotOf(MANIFESTS, { source });
    const { pages, text } = await read(typesetSnapshot(sealEvidence(stale.evidence), stale.scenes).pdf);
    for (const page of pages)
      expect(page.replace(/\s+/g, ' ')).toContain('The source was last read on 20 Nov 2026, 08:15:00 UTC');
    expect(text.replace(/\s+/g, ' ')).toContain('connection lost; last read on 20 Nov 2026, 08:15:00 UTC');
  });

  it('says so where policies cannot be read', async () => {
    const kinds = [
      { resource: 'networkpolicies.networking.k8s.io', kind: 'NetworkPolicy', count: 0, state: 'forbidden' },
    ] as const;
    const denied = await snapshotOf(MANIFESTS, {}, { completeness: { kinds } });
    const { text } = await read(typesetSnapshot(sealEvidence(denied.evidence), denied.scenes).pdf);
    expect(text).toContain('may not be read');
    expect(text).toContain('crm-db may be reachable from any pod');
  });

  it('prints hostile names as text', async () => {
    const { evidence: plain, scenes } = await snapshotOf(MANIFESTS);
    const [first, ...rest] = plain.gaps;
    const names = Object.values(HOSTILE_NAMES);
    const gaps = names.map((name) => ({
      ...(first as Evidence['gaps'][number]),
      title: `${name} is a name`,
      summary: name,
    }));
    const hostile = { ...plain, title: names.join(' '), cluster: { name: names[0] ?? '' }, gaps: [...gaps, ...rest] };
    const { text } = await read(typesetSnapshot(sealEvidence(hostile), scenes).pdf);
    expect(text.match(/is a name/g)?.length).toBeGreaterThanOrEqual(names.length);
  });

  it('prints an empty cluster', async () => {
    const empty = await snapshotOf('');
    const { text } = await read(typesetSnapshot(sealEvidence(empty.evidence), empty.scenes).pdf);
    expect(text).toContain('No open gap');
  });

  it('ends with its signal', async () => {
    const { evidence: plain, scenes } = await snapshotOf(MANIFESTS);
    await expect(renderSnapshot(sealEvidence(plain), scenes, { signal: AbortSignal.abort() })).rejects.toThrow(
      'cancelled',
    );
  });
});

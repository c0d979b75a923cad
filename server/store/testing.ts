import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { KeptGap, SnapshotFacts } from '#lib/api/snapshot-facts.ts';
import { chainHead, type KeptSnapshot, keepSnapshot, type NewSnapshot } from './snapshots.ts';
import { openStore, type Store, type StoreOptions } from './store.ts';
import type { TrailActor } from './trail-line.ts';

export const CLUSTER = 'prod-1f0a9c3e5b7d';
export const WHO: TrailActor = { via: 'page', session: 'local', said: 'platform engineer' };

/** Folders and stores that end with their test. */
export function temporaryStores(): {
  readonly folder: () => string;
  readonly open: (dataDir: string, options?: StoreOptions) => Store;
} {
  const undo: (() => void)[] = [];
  afterEach(() => {
    for (const step of undo.splice(0).reverse()) step();
  });
  return {
    folder() {
      const folder = mkdtempSync(join(tmpdir(), 'ringfence-store-test-'));
      undo.push(() => rmSync(folder, { recursive: true, force: true }));
      return join(folder, 'data');
    },
    open(dataDir, options) {
      const store = openStore(dataDir, options);
      undo.push(() => store.db.isOpen && store.close());
      return store;
    },
  };
}

export const FACTS: Omit<SnapshotFacts, 'against' | 'clock'> = {
  how: 'page',
  cluster: 'prod',
  revision: { seq: 1, content: '0'.repeat(64) },
  tool: { version: '0.1.0', ruleSet: 'test' },
  notRead: [],
  counts: { namespaces: 1, pods: 2, workloads: 2, policies: 0 },
  gaps: {
    FAIL: { critical: 0, high: 1, medium: 0, low: 0, info: 0 },
    WAIVED: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
    UNKNOWN: { critical: 0, high: 0, medium: 0, low: 0, info: 0 },
  },
  checks: { ran: 44, of: 45, notEvaluated: ['ENF-003'] },
};

export function keptGap(name: string, more: Partial<KeptGap> = {}): KeptGap {
  const fingerprint = createHash('sha256').update(name).digest('hex');
  return {
    id: `ISO-001-${fingerprint.slice(0, 8)}`,
    check: 'ISO-001',
    result: 'FAIL',
    severity: 'high',
    title: `${name} is reachable from any pod`,
    subject: { namespace: 'shop', kind: 'Deployment', name },
    fingerprint,
    ...more,
  };
}

/** A snapshot over the head of the chain, with `content` as evidence. */
export function nextSnapshot(
  store: Store,
  content: string,
  more: Partial<NewSnapshot> & { taken?: string } = {},
): NewSnapshot {
  const head = chainHead(store, CLUSTER);
  const bytes = new TextEncoder().encode(content);
  const { taken = '2026-11-23T09:41:07Z', ...rest } = more;
  return {
    link: {
      seq: (head?.seq ?? 0) + 1,
      prev: head?.hash ?? null,
      evidence: createHash('sha256').update(bytes).digest('hex'),
      taken,
    },
    files: [
      { name: 'evidence.json', content: bytes },
      { name: 'snapshot.pdf', content: new TextEncoder().encode(`%PDF ${content}`) },
    ],
    facts: FACTS,
    gaps: [],
    ...rest,
  };
}

export function keepNext(
  store: Store,
  content: string,
  more: Partial<NewSnapshot> & { taken?: string } = {},
): Promise<KeptSnapshot> {
  return keepSnapshot(store, CLUSTER, nextSnapshot(store, content, more), WHO);
}

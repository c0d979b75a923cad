import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { chainHead, type KeptSnapshot, keepSnapshot, type NewSnapshot } from '../snapshots.ts';
import { openStore, type Store, type StoreOptions } from '../store.ts';
import type { TrailActor } from '../trail-line.ts';
import { CLUSTER, FACTS } from './kept-content.ts';

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

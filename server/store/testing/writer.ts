/**
 * A process that is killed: takes snapshots and writes waivers without end, and says on standard output what it was told is
 * kept. Arguments: the data folder, and a word that makes its content its own.
 */
import { createHash } from 'node:crypto';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { keepDataMap } from '../kept-data-map.ts';
import { acceptWaiver } from '../kept-waivers.ts';
import { chainHead, keepSnapshot } from '../snapshots.ts';
import { openStore } from '../store.ts';
import { CLUSTER, FACTS } from './kept-content.ts';

const [dataDir = '', own = ''] = process.argv.slice(2);
const WHO = { via: 'command' } as const;
const store = openStore(dataDir);
const tell = (line: string) => process.stdout.write(`${line}\n`);

function waiverOf(ids: ReadonlySet<string>): Waiver {
  return {
    id: `P-2026-${String(ids.size + 1).padStart(3, '0')}`,
    check: 'ISO-001',
    match: { fingerprint: createHash('sha256').update(own).digest('hex') },
    justification: `written by ${own}, to be there after a kill`,
    riskOwner: 'owner',
    approvedBy: 'dpo',
    approvedAt: '2026-03-04',
    expiresAt: '2026-12-31',
    compensating: [],
    origin: { from: 'page', recordedAt: '2026-03-04T10:00:00Z', recordedBy: own },
  };
}

for (let round = 0; ; round++) {
  // Some hundred kB that do not compress well: several writes, so that a kill falls between them.
  const evidence = Buffer.from(
    `${own} ${round} ${Array.from({ length: 3_000 }, (_, at) => createHash('sha256').update(`${own}${round}${at}`).digest('base64')).join('')}`,
  );
  const head = chainHead(store, CLUSTER);
  const hash = createHash('sha256').update(evidence).digest('hex');
  const link = { seq: (head?.seq ?? 0) + 1, prev: head?.hash ?? null, evidence: hash, taken: new Date().toISOString() };
  const files = [
    { name: 'evidence.json', content: evidence },
    { name: 'snapshot.pdf', content: Buffer.from(`%PDF ${hash}`) },
  ];
  try {
    const kept = await keepSnapshot(store, CLUSTER, { link, files, facts: FACTS, gaps: [] }, WHO);
    tell(`snapshot ${kept.link.seq} ${kept.link.hash}`);
  } catch (error) {
    if (!isRingfenceError(error) || error.code !== 'CONFLICT') throw error; // another writer was faster
  }
  tell(`waiver ${acceptWaiver(store, CLUSTER, waiverOf, WHO).id}`);
  const text = `# ${own} ${round}`;
  keepDataMap(store, CLUSTER, { text, who: own, when: link.taken }, WHO);
  tell(`data-map ${text}`);
}

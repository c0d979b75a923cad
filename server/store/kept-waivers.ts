import { RingfenceError } from '#lib/api/errors.ts';
import { waiverSchema } from '#lib/api/waiver-report-schema.ts';
import type { Waiver } from '#lib/gdpr/waivers/types.ts';
import { waiverProblems } from '#lib/gdpr/waivers/waiver-problems.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { inTransaction, type Store } from './store.ts';
import { addTrailLine } from './trail.ts';
import { hashOfEntry, hashOfText, type TrailActor } from './trail-line.ts';

interface Row {
  readonly id: string;
  readonly waiver: string;
  readonly withdrawn_at: string | null;
}

/** What people accepted on the page and did not take back, in the order of ids. Throws UNREADABLE_INPUT. */
export function keptWaivers({ db }: Store, cluster: string): readonly Waiver[] {
  const sql = 'SELECT id, waiver FROM waivers WHERE cluster = ? AND withdrawn_at IS NULL ORDER BY id';
  return db
    .prepare(sql)
    .all(cluster)
    .map((row) => waiverOf(row as unknown as Row));
}

/**
 * Keeps a waiver that is made from the ids that were ever given here, so that none is given twice, whoever else is at it.
 * Throws what `make` throws, NOT_WRITABLE; nothing is changed then.
 */
export function acceptWaiver(
  store: Store,
  cluster: string,
  make: (ids: ReadonlySet<string>) => Waiver,
  who: TrailActor,
): Waiver {
  return inTransaction(store, () => {
    const rows = store.db.prepare('SELECT id FROM waivers WHERE cluster = ?').all(cluster);
    const waiver = make(new Set(rows.map(({ id }) => String(id))));
    const sha256 = hashOfText(insertWaiver(store, cluster, waiver));
    const { id, check, match, riskOwner, approvedBy, expiresAt } = waiver;
    addTrailLine(store, who, {
      action: 'waiver-accepted',
      cluster,
      what: { waiver: id, check, match: JSON.stringify(match), riskOwner, approvedBy, expiresAt, sha256 },
    });
    return waiver;
  });
}

/** Its record stays. Throws NOT_FOUND, NOT_WRITABLE. */
export function withdrawWaiver(
  store: Store,
  cluster: string,
  { id, by }: { readonly id: string; readonly by: string },
  who: TrailActor,
): void {
  inTransaction(store, () => {
    const at = store.now();
    const { changes } = store.db
      .prepare(
        'UPDATE waivers SET withdrawn_at = ?, withdrawn_by = ? WHERE cluster = ? AND id = ? AND withdrawn_at IS NULL',
      )
      .run(at, by, cluster, id);
    if (changes === 0) throw new RingfenceError('NOT_FOUND', WAIVERS.noSuch(id));
    addTrailLine(store, who, { action: 'waiver-withdrawn', cluster, what: { waiver: id, entry: hashOfEntry(by, at) } });
  });
}

/** Inside a transaction. Returns the text that is kept. */
export function insertWaiver(
  { db }: Store,
  cluster: string,
  waiver: Waiver,
  withdrawn?: { readonly at: string; readonly by: string },
): string {
  const text = JSON.stringify(waiver);
  db.prepare('INSERT INTO waivers (cluster, id, waiver, withdrawn_at, withdrawn_by) VALUES (?, ?, ?, ?, ?)').run(
    ...[cluster, waiver.id, text, withdrawn?.at ?? null, withdrawn?.by ?? null],
  );
  return text;
}

function waiverOf({ id, waiver }: Row): Waiver {
  const unreadable = (why: string) => new RingfenceError('UNREADABLE_INPUT', WAIVERS.notRead(id, why));
  let value: unknown;
  try {
    value = JSON.parse(waiver);
  } catch (error) {
    throw unreadable((error as Error).message);
  }
  const { data, error } = waiverSchema.safeParse(value);
  if (data === undefined) throw unreadable(error?.issues[0]?.message ?? '');
  const [problem] = waiverProblems(data as Waiver);
  if (problem !== undefined) throw unreadable(WAIVERS.wrong(problem.field, problem.message));
  return data as Waiver;
}

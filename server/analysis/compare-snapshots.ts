import { RingfenceError } from '#lib/api/errors.ts';
import type { SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import { compileModel } from '#lib/policy/compile-model.ts';
import { STORE } from '#lib/text/en/store.ts';
import { snapshotItem } from '#server/store/calls.ts';
import { gapsOfSnapshot, SNAPSHOT_FILES, snapshotOf } from '#server/store/snapshots.ts';
import type { Store } from '#server/store/store.ts';
import { type ComparedState, compareStates } from './compare-states.ts';
import { readKeptEvidence } from './read-kept-evidence.ts';

/**
 * What snapshot `after` says against `before`. Reads and compiles both: seconds in a large cluster. Throws NOT_FOUND (also
 * where retention took one), DAMAGED, UNREADABLE_INPUT.
 */
export async function compareSnapshots(
  store: Store,
  cluster: string,
  { before, after }: { readonly before: number; readonly after: number },
): Promise<SnapshotComparison> {
  const sides = [];
  for (const seq of [before, after]) sides.push(await readState(store, cluster, seq));
  const [a, b] = sides as [ComparedState, ComparedState];
  const item = (seq: number) => snapshotItem(store, cluster, snapshotOf(store, cluster, seq));
  return { before: item(before), after: item(after), ...compareStates(a, b) };
}

async function readState(store: Store, cluster: string, seq: number): Promise<ComparedState> {
  const { evidence, objects, dataMap } = await readKeptEvidence(store, cluster, seq);
  const gaps = gapsOfSnapshot(store, cluster, seq);
  if (gaps === undefined) throw new RingfenceError('NOT_FOUND', STORE.noSuchFile(seq, SNAPSHOT_FILES.evidence));
  const { profile, classification, scope, tool } = evidence;
  return {
    model: compileModel(objects, profile),
    gaps,
    classification,
    dataMap,
    scope: scope?.namespaces,
    ruleSet: tool.ruleSet,
  };
}

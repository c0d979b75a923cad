import { adequacyTable, type Standing, standingOf } from '../adequacy/standing.ts';
import type { CheckContext } from '../check.ts';
import { matchesPattern } from '../data-map/match.ts';
import type { Recipient, Regime, TransferBasis } from '../data-map/types.ts';
import { type Reached, waysToRecipient } from '../recipient-reach.ts';
import { isRecipientOfData } from '../recipients.ts';
import { type ReportScope, WHOLE_CLUSTER } from './report-scope.ts';

/** The declared recipients of data by country, judged by one dated table (gdpr.md §5.2, section 11). */
export interface TransferTable {
  readonly regime: Regime;
  /** Day on which the table was last compared with its sources; absent: no table for this law. */
  readonly checkedOn?: string;
  /** Sorted by country, then id. */
  readonly recipients: readonly TransferRow[];
}

export interface TransferRow {
  readonly id: string;
  readonly legalEntity?: string;
  /** Of the importer, ISO 3166-1 alpha-2 in capitals; absent: nobody declared it. */
  readonly country?: string;
  /** At the time of the source; absent without country or table. */
  readonly standing?: StandingJson;
  readonly transfer?: TransferBasis;
  readonly role?: string;
  readonly dpa?: Recipient['dpa'];
  readonly receives?: Recipient['receives'];
  /** Ends `ns/Kind/name` of declared flows, as the file writes them. */
  readonly declaredFrom: readonly string[];
  /** Workloads in scope that may connect for certain, and those for which it depends. */
  readonly allowedFrom: readonly string[];
  readonly dependsFrom: readonly string[];
}

export type StandingJson =
  | { readonly type: 'inside' }
  | { readonly type: 'unsure'; readonly note: string }
  | { readonly type: 'none'; readonly endedOn?: string; readonly instrument?: string }
  | {
      readonly type: 'adequate' | 'time-unknown';
      readonly scope: string;
      readonly instrument?: string;
      readonly condition?: string;
      readonly validUntil?: string;
      readonly note?: string;
    };

export function transferTable(context: CheckContext, inScope: ReportScope = WHOLE_CLUSTER): TransferTable {
  const { dataMap, takenAt } = context;
  const table = adequacyTable(context);
  const recipients = dataMap.recipients.filter(isRecipientOfData).map((recipient): TransferRow => {
    const { id, legalEntity, transfer, role, dpa, receives } = recipient;
    const country = recipient.importerCountry?.toUpperCase();
    const ways = waysToRecipient(context, recipient).filter(({ workload }) => inScope(workload.namespace));
    const declared = dataMap.flows.filter(
      ({ from, to }) => to === `recipient:${id}` && mayBeInScope(from, context, inScope),
    );
    return {
      id,
      ...(legalEntity === undefined ? {} : { legalEntity }),
      ...(country === undefined ? {} : { country }),
      ...(country === undefined || table === undefined
        ? {}
        : { standing: standingJson(standingOf(table, country, takenAt)) }),
      ...(transfer === undefined ? {} : { transfer }),
      ...(role === undefined ? {} : { role }),
      ...(dpa === undefined ? {} : { dpa }),
      ...(receives === undefined ? {} : { receives }),
      declaredFrom: [...new Set(declared.map(({ from }) => from))].sort(),
      allowedFrom: keysOf(ways, true),
      dependsFrom: keysOf(ways, false),
    };
  });
  return {
    regime: dataMap.regime,
    ...(table === undefined ? {} : { checkedOn: table.checkedOn }),
    recipients: recipients.sort(
      (a, b) => compare(a.country ?? '~', b.country ?? '~') || compare(a.id, b.id), // no country: last
    ),
  };
}

/** A reference may mean several namespaces by a wildcard. */
function mayBeInScope(reference: string, { model }: CheckContext, inScope: ReportScope): boolean {
  if (inScope === WHOLE_CLUSTER) return true;
  const [pattern = ''] = reference.split('/');
  return model.namespaces.some((namespace) => inScope(namespace) && matchesPattern(pattern, namespace));
}

function keysOf(ways: readonly Reached[], certain: boolean): readonly string[] {
  return ways
    .filter((way) => way.certain === certain)
    .map(({ workload }) => workload.key)
    .sort();
}

function standingJson(standing: Standing): StandingJson {
  switch (standing.type) {
    case 'inside':
    case 'unsure':
      return standing;
    case 'none': {
      const { ended } = standing;
      if (ended?.validUntil === undefined) return { type: 'none' };
      return {
        type: 'none',
        endedOn: ended.validUntil,
        ...(ended.instrument === undefined ? {} : { instrument: ended.instrument }),
      };
    }
    case 'adequate':
    case 'time-unknown': {
      const { scope, instrument, condition, validUntil, note } = standing.decision;
      return {
        type: standing.type,
        scope,
        ...(instrument === undefined ? {} : { instrument }),
        ...(condition === undefined ? {} : { condition: condition.text }),
        ...(validUntil === undefined ? {} : { validUntil }),
        ...(note === undefined ? {} : { note }),
      };
    }
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

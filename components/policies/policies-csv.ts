import type { PolicyList, PolicyListItem } from '#lib/api/policy-types.ts';
import { csvLine } from '#lib/text/csv.ts';
import { POLICIES, unreadEffect } from '#lib/text/en/policies.ts';
import { policyKey } from './filter-policies.ts';
import type { Redundant } from './use-redundant.ts';

/**
 * The inventory as a table for spreadsheets, in the order given. `redundant`: those with a rule that changes nothing;
 * `unread`: those of which nothing could be read, which come last, with empty cells for what is not known.
 */
export function policiesCsv(
  items: readonly PolicyListItem[],
  redundant: Redundant,
  unread: PolicyList['unread'] = [],
): string {
  const redundantCell = ({ policy }: PolicyListItem): string =>
    redundant.keys.has(policyKey(policy)) ? 'yes' : redundant.isBound ? POLICIES.csvUnknown : '';
  const lines = [
    POLICIES.csvColumns,
    ...items.map((item) => cellsOf(item, redundantCell(item))),
    ...unread.map(unreadCells),
  ];
  return lines.map(csvLine).join('');
}

function unreadCells({ policy: { kind, namespace, name }, problems }: PolicyList['unread'][number]): readonly string[] {
  const cells = new Map([
    ['kind', kind],
    ['namespace', namespace],
    ['name', name],
    ['effect', unreadEffect(problems)],
  ]);
  return POLICIES.csvColumns.map((column) => cells.get(column) ?? '');
}

function cellsOf(item: PolicyListItem, redundant: string): readonly string[] {
  const { policy, tier, priority, directions, selects, rules, opensToAny, gaps, sentence, changed } = item;
  return [
    ...[policy.kind, policy.namespace, policy.name, tier ?? '', String(priority ?? ''), directions.join(' ')],
    ...[selects.pods, selects.workloads, rules.ingress, rules.egress].map(String),
    ...[opensToAny ? 'yes' : '', redundant],
    ...[gaps?.worst ?? '', String(gaps?.count ?? 0), sentence, changed?.manager ?? '', changed?.time ?? ''],
  ];
}

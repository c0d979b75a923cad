import type { PolicyListItem } from '#lib/api/policy-types.ts';
import { csvLine } from '#lib/text/csv.ts';
import { POLICIES } from '#lib/text/en/policies.ts';
import { policyKey } from './filter-policies.ts';
import type { Redundant } from './use-redundant.ts';

/** The inventory as a table for spreadsheets, in the order given. `redundant`: those with a rule that changes nothing. */
export function policiesCsv(items: readonly PolicyListItem[], redundant: Redundant): string {
  const redundantCell = ({ policy }: PolicyListItem): string =>
    redundant.keys.has(policyKey(policy)) ? 'yes' : redundant.isBound ? POLICIES.csvUnknown : '';
  return [POLICIES.csvColumns, ...items.map((item) => cellsOf(item, redundantCell(item)))].map(csvLine).join('');
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

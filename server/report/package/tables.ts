import type { RegisterEntry, RegisterRecipient } from '#lib/gdpr/report-parts/register.ts';
import { csvLine } from '#lib/text/csv.ts';
import { PACKAGE } from '#lib/text/en/package.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** The register view as CSV, one entry a line (gdpr.md §5.2, section 10). */
export function registerCsv({ derived: { register } }: Evidence): string {
  return csv(
    PACKAGE.register,
    register.entries.map((entry) => {
      const { record = '', purposes, categories, subjects, controllers, roles, owners, retention } = entry;
      return [
        record,
        ...[purposes, categories, subjects, controllers, roles, owners, retention].map(listed),
        listed(entry.systems.map(({ workload }) => workload)),
        ...recipientsOf(entry),
        listed(entry.openOutside.certain),
        listed(entry.openOutside.depends),
        ...observedOf(entry),
      ];
    }),
  );
}

/** Empty where no source of traffic observed anything. */
function observedOf({ observed }: RegisterEntry): readonly string[] {
  if (observed === undefined) return ['', '', ''];
  return [listed(observed.from), listed(observed.recipients), String(observed.others)];
}

function recipientsOf({ internal, external }: RegisterEntry): readonly string[] {
  const named = (which: (recipient: RegisterRecipient) => boolean): string =>
    listed(external.filter(which).map(({ id }) => id));
  return [
    listed(internal.declared),
    listed(internal.allowedOnly),
    named(({ declared }) => declared),
    named(({ declared, allowed }) => !declared && allowed === 'yes'),
    named(({ declared, allowed }) => !declared && allowed === 'depends'),
  ];
}

/** Every workload with its class as CSV. */
export function workloadsCsv({ classification, derived: { owners } }: Evidence): string {
  return csv(
    PACKAGE.workloads,
    classification.map(({ workload, dataClass, basis, source, confidence, dataAtRest, lowered }) => [
      ...endCells(workload),
      ...[dataClass, basis, source, confidence === undefined ? '' : String(confidence)],
      dataAtRest ? PACKAGE.yes : PACKAGE.no,
      ...[owners[workload] ?? '', lowered?.from ?? '', lowered?.because ?? ''],
    ]),
  );
}

/** `ns/Kind/name` in three cells. */
function endCells(workload: string): readonly string[] {
  const [namespace = '', kind = '', ...name] = workload.split('/');
  return [namespace, kind, name.join('/')];
}

/** The policy inventory as CSV (gdpr.md §5.2, section 15). */
export function policiesCsv({ derived: { policies } }: Evidence): string {
  return csv(
    PACKAGE.policies,
    policies.map((policy) => [
      ...[policy.namespace ?? '', policy.kind, policy.name, policy.tier ?? '', String(policy.priority ?? '')],
      listed(policy.directions),
      ...[policy.selects.workloads, policy.selects.pods, policy.rules, policy.rulesInDoubt].map(String),
      ...[policy.changedBy ?? '', policy.uid ?? '', policy.resourceVersion ?? '', policy.specSha256],
    ]),
  );
}

function csv(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, ...rows].map(csvLine).join('');
}

function listed(values: readonly string[]): string {
  return values.join('; ');
}

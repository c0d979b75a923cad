import type { InventoryPolicy } from '#lib/gdpr/report-parts/policy-inventory.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT, shortHash } from '#lib/text/en/report.ts';
import { CHAPTERS, INVENTORY, UNKNOWNS } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** Up to so many a table is readable; beyond, one paragraph for each takes a third of its room. */
const MOST_ROWS = 150;

export function policiesChapter({ derived, checks, scope }: Evidence): Chapter {
  const policies = derived.policies.toSorted(inOrder);
  const specs = new Set(policies.map(({ specSha256 }) => specSha256)).size;
  const rules = checks.find(({ id }) => id === 'POL-008');
  // A partial report has no reasons: they name policies that are elsewhere.
  const isPartlyTold = scope !== undefined && (rules?.counts.NOT_EVALUATED ?? 0) > 0;
  const left = isPartlyTold ? [UNKNOWNS.checksPartial] : (rules?.notEvaluated ?? []);
  return {
    title: CHAPTERS.policies,
    numbered: true,
    blocks:
      policies.length === 0
        ? [{ type: 'text', text: REPORT.noPolicies }]
        : [
            { type: 'text', text: INVENTORY.intro(policies.length, specs) },
            ...(left.length === 0 ? [] : [{ type: 'small' as const, text: INVENTORY.left(left.join(' ')) }]),
            policies.length <= MOST_ROWS ? tableOf(policies) : linesOf(policies),
          ],
  };
}

/** By kind, then by name. */
function inOrder(a: InventoryPolicy, b: InventoryPolicy): number {
  return (
    compareNames(a.kind, b.kind) || compareNames(a.namespace ?? '', b.namespace ?? '') || compareNames(a.name, b.name)
  );
}

function tableOf(policies: readonly InventoryPolicy[]): Block {
  // Files have no versions: their column takes no room from the others then.
  const hasVersions = policies.some(({ resourceVersion, uid }) => resourceVersion !== undefined || uid !== undefined);
  return {
    type: 'table',
    widths: [1.8, 0, 0, 0, 0, hasVersions ? 1 : 0, 0, 1],
    right: [2, 3, 4],
    mono: [6],
    head: INVENTORY.head,
    rows: policies.map((policy) => [
      policy.namespace === undefined ? INVENTORY.named(nameOf(policy), tierWords(policy)) : nameOf(policy),
      directionsOf(policy),
      count(policy.selects.pods),
      count(policy.rules),
      count(policy.rulesInDoubt),
      INVENTORY.versionOf(policy.resourceVersion ?? '–', policy.uid),
      shortHash(policy.specSha256),
      policy.changedBy ?? '–',
    ]),
  };
}

function linesOf(policies: readonly InventoryPolicy[]): Block {
  return {
    type: 'lines',
    items: policies.map((policy) => ({
      name: nameOf(policy),
      text: INVENTORY.lineOf(
        tierWords(policy),
        directionsOf(policy),
        policy.selects.pods,
        policy.selects.workloads,
        policy.rules,
        policy.rulesInDoubt,
        policy.resourceVersion ?? '–',
        policy.uid ?? INVENTORY.noUid,
        shortHash(policy.specSha256),
        policy.changedBy ?? REPORT.noManager,
      ),
    })),
  };
}

function nameOf({ kind, namespace, name }: InventoryPolicy): string {
  return namespace === undefined ? `${kind} ${name}` : `${namespace}/${name}`;
}

function tierWords({ tier, priority }: InventoryPolicy): string {
  return tier === undefined ? INVENTORY.notUnderstood : INVENTORY.tier(tier, priority);
}

function directionsOf({ directions }: InventoryPolicy): string {
  return directions.length === 0 ? INVENTORY.noDirection : directions.join(', ');
}

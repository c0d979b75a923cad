import { canonicalDigest } from '#lib/kube/canonical-digest.ts';
import { KNOWN_PLUGINS } from '#lib/policy/known-plugins.ts';
import { EU_GDPR_ADEQUACY } from './adequacy/eu-gdpr.ts';
import { adequacyFor } from './adequacy/standing.ts';
import type { AdequacyTable } from './adequacy/types.ts';
import { CHECK_TABLE } from './check-table.ts';
import { CHECKS } from './checks/registry.ts';
import type { Regime } from './data-map/types.ts';
import { KNOWN_SERVICES } from './heuristics/known-services.ts';
import { NO_OWN_DATA, OPERATOR_RULE } from './heuristics/no-own-data.ts';
import * as signals from './heuristics/signal-table.ts';
import { lazily } from './lazily.ts';
import { RULE_SET } from './run-checks.ts';

/** A table that results rest on. */
export interface DataTable {
  readonly name: string;
  /** The day on which it was last compared with its sources, or the rule set that it is part of. */
  readonly version: string;
  /** Of its canonical JSON, in hex; patterns as their source. */
  readonly sha256: string;
}

export interface RuleSetIdentity {
  readonly version: string;
  /** Over version, checks and the tables that ship. */
  readonly sha256: string;
}

const shipped = lazily((): readonly DataTable[] => [
  tableOf('adequacy eu-gdpr', EU_GDPR_ADEQUACY.checkedOn, EU_GDPR_ADEQUACY),
  tableOf('known network plugins', RULE_SET, KNOWN_PLUGINS),
  tableOf('known services', RULE_SET, KNOWN_SERVICES),
  tableOf('signs of data', RULE_SET, { ...signals, NO_OWN_DATA, OPERATOR_RULE }),
]);

/** What the checks of this version look up. @param adequacy given in place of the table that ships, or beside it. */
export function dataTables(adequacy?: AdequacyTable): readonly DataTable[] {
  if (adequacy === undefined) return shipped();
  const given = tableOf(`adequacy ${adequacy.regime}, given`, adequacy.checkedOn, adequacy);
  return [...shipped(), given].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The table of transfers that results for this law rest on; undefined: none for this law. */
export function adequacyInForce(regime: Regime, given?: AdequacyTable): DataTable | undefined {
  const table = adequacyFor(regime, given);
  if (table === undefined) return undefined;
  return tableOf(`adequacy ${regime}${table === given ? ', given' : ''}`, table.checkedOn, table);
}

/** Changes when a check comes or goes, a table changes, or somebody says that conditions did. */
export const ruleSetIdentity = lazily((): RuleSetIdentity => {
  const checks = CHECKS.map(({ id }) => ({ id, ...CHECK_TABLE[id] }));
  return { version: RULE_SET, sha256: canonicalDigest({ version: RULE_SET, checks, tables: shipped() }) };
});

function tableOf(name: string, version: string, table: unknown): DataTable {
  return { name, version, sha256: canonicalDigest(plain(table)) };
}

function plain(value: unknown): unknown {
  if (value instanceof RegExp) return String(value);
  if (value instanceof Set) return [...value].map(plain);
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, plain(entry)]));
}

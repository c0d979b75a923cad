import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { observedFrom } from '#lib/text/en/observed-flow.ts';
import type { DataMap } from './data-map/types.ts';
import { knownServiceOf } from './known-service-of.ts';
import { recipientOfName } from './recipients.ts';

/** A name outside the cluster that policies or Services lead to, or that was observed, and that no recipient of the DataMap covers. */
export interface SuggestedRecipient {
  readonly name: string;
  /** Who names it, sorted: "ClusterNetworkPolicy mail", "Service crm/stripe", "observed from crm/Deployment/mailer". */
  readonly namedBy: readonly string[];
  /** Where the name is a known one: the rule of the table, the service, and what it does. */
  readonly known?: { readonly id: string; readonly service: string; readonly does: string };
}

/** Sorted by name. A name says nothing of the country: that stays to be declared (gdpr.md §4.4). */
export function suggestRecipients(
  model: PolicyModel,
  dataMap: DataMap,
  observed?: ObservedTraffic,
): readonly SuggestedRecipient[] {
  const namedBy = new Map<string, Set<string>>();
  const add = (written: string, by: string): void => {
    const name = written.toLowerCase().replace(/\.$/, '');
    if (!name.includes('.') || name.endsWith('.cluster.local') || name.endsWith('.svc')) return;
    if (recipientOfName(dataMap, name) !== undefined) return;
    const known = namedBy.get(name);
    if (known === undefined) namedBy.set(name, new Set([by]));
    else known.add(by);
  };
  for (const { policy, rules } of model.policies) {
    const by = `${policy.kind} ${policy.namespace === '' ? '' : `${policy.namespace}/`}${policy.name}`;
    for (const { domainNames } of rules) for (const name of domainNames) add(name, by);
  }
  for (const { metadata, spec } of model.objects.services.values()) {
    if (spec.type !== 'ExternalName' || spec.externalName === undefined) continue;
    add(spec.externalName, `Service ${metadata.namespace ?? 'default'}/${metadata.name}`);
  }
  for (const { from, to, verdict, directionUnknown } of observed?.edges ?? []) {
    if (verdict !== 'allowed' || directionUnknown || !to.startsWith('name:')) continue;
    add(to.slice('name:'.length), observedFrom(from));
  }
  return [...namedBy]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, by]) => {
      const found = knownServiceOf(name);
      const known = found === undefined ? {} : { known: { id: found.id, service: found.service, does: found.does } };
      return { name, namedBy: [...by].sort(), ...known };
    });
}

import type { KindCompleteness } from '#lib/kube/cluster-objects.ts';
import { count } from '#lib/text/en/count.ts';
import { REPORT } from '#lib/text/en/report.ts';
import type { Evidence } from './evidence/evidence.ts';

/** The chapter on scope and completeness as plain data. */
export function scopeView(evidence: Evidence) {
  const { completeness, profile, scope } = evidence;
  return {
    kinds: completeness.kinds.map((kind) => [
      kind.resource,
      count(kind.count),
      kind.pages === undefined ? '–' : count(kind.pages),
      kind.resourceVersion ?? '–',
      readable(kind),
    ]),
    notAtomic: evidence.source.type === 'live' ? REPORT.notAtomic : '',
    partial: scope === undefined ? '' : REPORT.scopeInputs,
    namespacesHead: REPORT.namespacesHead,
    namespaces: (scope?.namespaces ?? namespacesOf(evidence)).join(', '),
    profileHead: REPORT.profileHead,
    profileText: REPORT.profileText(profile.name),
    profile: Object.entries(profile)
      .filter(([key, value]) => key !== 'name' && value !== undefined)
      .map(([key, value]) => [key, Array.isArray(value) ? value.join(', ') : String(value)]),
  };
}

function namespacesOf({ inputs, classification }: Evidence): readonly string[] {
  const names = new Set<string>();
  for (const { kind, metadata } of inputs.objects) if (kind === 'Namespace') names.add(metadata.name);
  for (const { workload } of classification) names.add(workload.split('/')[0] ?? '');
  return [...names].sort();
}

function readable({ state, deniedNamespaces, message }: KindCompleteness): string {
  const { readState } = REPORT;
  const words = state === 'partial' ? readState.partial((deniedNamespaces ?? []).join(', ')) : readState[state];
  return message === undefined || state === 'read' ? words : `${words}: ${message}`;
}

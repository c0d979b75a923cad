import type { MinimumCut } from '#lib/policy/paths/minimum-cut.ts';
import { portsJson } from '#lib/policy/port-set.ts';
import type { CheckContext } from './check.ts';
import { narrowIngressFix } from './narrow-ingress.ts';
import { groupNeighbours } from './neighbours.ts';
import { witnessHop } from './witness.ts';
import { connectionOf } from './workload-connection.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/** Targets of a cut that one fix may change; a cut across more is a matter for a plan, not for a patch. */
const MAX_TARGETS = 5;

/**
 * The policies that close a cut: each of its targets keeps who connects today but the sources of the cut. Empty where a
 * NetworkPolicy cannot do it, where the cut has too many targets, or where a target would have too many clients to name.
 */
export function closeCutYaml(context: CheckContext, { parts }: MinimumCut): string {
  const sources = new Map<string, Set<string>>();
  for (const { from, to } of parts) for (const target of to) sources.set(target, new Set(from));
  if (sources.size === 0 || sources.size > MAX_TARGETS) return '';
  const documents: string[] = [];
  for (const [target, from] of sources) {
    const workload = context.workloads.get(target);
    const yaml = workload === undefined ? '' : withoutSources(context, workload, from);
    if (yaml === '') return '';
    documents.push(yaml);
  }
  return documents.join('---\n');
}

const MAX_CLIENTS = 40;

function withoutSources(context: CheckContext, workload: WorkloadFacts, sources: ReadonlySet<string>): string {
  const [first = ''] = [...sources].sort();
  const from = context.workloads.get(first);
  const connection = from === undefined ? undefined : connectionOf(context.model, from, workload, 'must');
  if (from === undefined || connection === undefined) return '';
  const today = groupNeighbours(context, 'in', 'must', ({ key }) => (sources.has(key) ? undefined : 'client'));
  const clients = [...(today(workload).get('client') ?? [])].sort((a, b) => (a.key < b.key ? -1 : 1));
  if (clients.length > MAX_CLIENTS) return '';
  const hop = witnessHop(
    context,
    { end: connection.from, workload: from },
    { end: connection.to, workload },
    portsJson(connection.relation.must),
    'allow',
  );
  return narrowIngressFix(context, workload, hop, clients, { open: '', rule: '', host: '' }).yaml;
}

import type { WorkloadFacts } from '../workload-facts.ts';
import type { DataMap, DeclaredFlow, WorkloadEntry } from './types.ts';

/** Whether a text matches a pattern in which `*` stands for any run of characters. */
export function matchesPattern(pattern: string, text: string): boolean {
  const [first = '', ...rest] = pattern.split('*');
  if (rest.length === 0) return pattern === text;
  const last = rest.pop() ?? '';
  if (!text.startsWith(first) || text.length < first.length + last.length || !text.endsWith(last)) return false;
  let from = first.length;
  const end = text.length - last.length;
  for (const part of rest) {
    const at = text.indexOf(part, from);
    if (at < 0 || at + part.length > end) return false;
    from = at + part.length;
  }
  return from <= end;
}

/** Whether `ns/Kind/name` matches a reference of the DataMap; kinds without case. */
export function matchesWorkload(reference: string, key: string): boolean {
  const [namespace = '', kind = '', name = ''] = reference.split('/');
  const [ofNamespace = '', ofKind = '', ofName = ''] = key.split('/');
  return (
    matchesPattern(namespace, ofNamespace) &&
    matchesPattern(kind.toLowerCase(), ofKind.toLowerCase()) &&
    matchesPattern(name, ofName)
  );
}

/** The entries of the file that mean a workload, in its order. */
export function entriesFor(
  map: DataMap,
  workload: Pick<WorkloadFacts, 'namespace' | 'kind' | 'name'>,
): readonly WorkloadEntry[] {
  return map.workloads.filter(
    ({ match: { namespace = '*', kind = '*', name = '*' } }) =>
      matchesPattern(namespace, workload.namespace) &&
      matchesPattern(kind.toLowerCase(), workload.kind.toLowerCase()) &&
      matchesPattern(name, workload.name),
  );
}

/**
 * The first declared flow that covers a connection between two workloads (`ns/Kind/name`), on a port where one is asked.
 * Flows to recipients are not meant here.
 */
export function declaredFlow(map: DataMap, from: string, to: string, port?: FlowPort): DeclaredFlow | undefined {
  return map.flows.find(
    (flow) => matchesWorkload(flow.from, from) && matchesWorkload(flow.to, to) && coversPort(flow, port),
  );
}

export interface FlowPort {
  readonly protocol: string;
  readonly port: number;
}

/** Whether a declared flow is also one on this port: it is where it names none, or none is asked. */
export function coversPort({ ports }: DeclaredFlow, port: FlowPort | undefined): boolean {
  if (port === undefined || ports.length === 0) return true;
  return ports.some((each) => each.protocol === port.protocol && each.port === port.port);
}

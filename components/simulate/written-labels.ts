import type { ObjectName } from './simulated-change.ts';

/** `tier=front old-`, as `kubectl label` takes them. Undefined where a word is neither. */
export function labelsOf(text: string): Readonly<Record<string, string | null>> | undefined {
  const words = text.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length === 0) return undefined;
  const labels: Record<string, string | null> = {};
  for (const word of words) {
    const equals = word.indexOf('=');
    if (equals > 0) labels[word.slice(0, equals)] = word.slice(equals + 1);
    else if (equals < 0 && word.length > 1 && word.endsWith('-')) labels[word.slice(0, -1)] = null;
    else return undefined;
  }
  return labels;
}

export function labelWords(labels: Readonly<Record<string, string | null>>): readonly string[] {
  return Object.entries(labels).map(([key, value]) => (value === null ? `${key}-` : `${key}=${value}`));
}

const API_VERSIONS: Readonly<Record<string, string>> = {
  Job: 'batch/v1',
  CronJob: 'batch/v1',
  Pod: 'v1',
  ReplicationController: 'v1',
};

/** `crm/Deployment/crm-api`, `crm/crm-db-0`, `crm`: a workload, a pod, a namespace. */
export function objectOf(text: string): ObjectName | undefined {
  const parts = text.trim().split('/');
  if (parts.some((part) => part === '')) return undefined;
  const [namespace = '', kind = '', name] = parts;
  if (parts.length === 1) return { apiVersion: 'v1', kind: 'Namespace', name: namespace };
  if (parts.length === 2) return { apiVersion: 'v1', kind: 'Pod', namespace, name: kind };
  if (parts.length > 3 || name === undefined) return undefined;
  return { apiVersion: API_VERSIONS[kind] ?? 'apps/v1', kind, namespace, name };
}

/** "NetworkPolicy crm/crm-db", "Namespace crm" */
export function objectCalled({ kind, namespace, name }: ObjectName): string {
  return `${kind} ${namespace === undefined || namespace === '' ? name : `${namespace}/${name}`}`;
}

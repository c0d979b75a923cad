import { RingfenceError } from '#lib/api/errors.ts';
import { hasLeadingZero } from '#lib/kube/ip-address.ts';
import type { Labels } from '#lib/kube/objects.ts';
import { WORKLOAD_KINDS } from '#lib/kube/workload-kinds.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { parseAddress, parseCidr } from './address.ts';
import type { Endpoint } from './types.ts';

/** Kinds without case and their short names, as `kubectl` knows them. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ...['Pod', 'Service', ...WORKLOAD_KINDS].map((kind) => [kind.toLowerCase(), kind] as const),
  ['po', 'Pod'],
  ['svc', 'Service'],
  ['deploy', 'Deployment'],
  ['sts', 'StatefulSet'],
  ['ds', 'DaemonSet'],
  ['rs', 'ReplicaSet'],
  ['rc', 'ReplicationController'],
  ['cj', 'CronJob'],
]);

/**
 * An end as command-line.md writes it.
 * @throws RingfenceError BAD_REQUEST, with a sentence that says how to write it.
 */
export function parseEndpoint(text: string): Endpoint {
  if (text === '') throw bad(ENDS.empty);
  if (text === 'internet') return { type: 'internet' };
  if (hasLeadingZero(text)) throw bad(ENDS.leadingZero(text));
  if (parseAddress(text) !== undefined) return { type: 'address', address: text };
  if (parseCidr(text) !== undefined) return { type: 'block', cidr: text };
  const slash = text.indexOf('/');
  const namespace = text.slice(0, Math.max(0, slash));
  const rest = text.slice(slash + 1);
  if (namespace === '' || rest === '') throw bad(ENDS.unreadable(text));
  if (rest.startsWith('?')) return { type: 'hypothetical', namespace, labels: parseLabels(rest.slice(1)) };
  const parts = rest.split('/');
  if (parts.some((part) => part === '')) throw bad(ENDS.unreadable(text));
  const [first, second] = parts as [string, string | undefined];
  if (second === undefined) return { type: 'pod', namespace, name: first };
  if (parts.length > 2) throw bad(ENDS.unreadable(text));
  const kind = KINDS.get(first.toLowerCase()) ?? first;
  if (kind === 'Service') return { type: 'service', namespace, ...parseService(second) };
  return { type: 'workload', namespace, kind, name: second };
}

/** The end as `parseEndpoint` reads it. */
export function formatEndpoint(end: Endpoint): string {
  switch (end.type) {
    case 'pod':
      return `${end.namespace}/${end.name}`;
    case 'workload':
      return `${end.namespace}/${end.kind}/${end.name}`;
    case 'service':
      return `${end.namespace}/Service/${end.name}${end.port === undefined ? '' : `:${end.port}`}`;
    case 'hypothetical':
      return formatHypothetical(end.namespace, end.labels);
    case 'address':
      return end.address;
    case 'block':
      return end.cidr;
    case 'internet':
      return 'internet';
  }
}

/** `shop/?app=web,tier=front`, labels in the order of their keys. */
export function formatHypothetical(namespace: string, labels: Labels): string {
  const pairs = Object.keys(labels).sort();
  return `${namespace}/?${pairs.map((key) => `${key}=${labels[key]}`).join(',')}`;
}

function parseLabels(text: string): Labels {
  const labels: Record<string, string> = Object.create(null);
  if (text === '') return labels;
  for (const pair of text.split(',')) {
    const equals = pair.indexOf('=');
    if (equals < 1) throw bad(ENDS.badLabel(pair));
    const key = pair.slice(0, equals);
    if (Object.hasOwn(labels, key)) throw bad(ENDS.twiceLabel(key));
    // A null prototype: `__proto__` is a key like any other.
    labels[key] = pair.slice(equals + 1);
  }
  return labels;
}

function parseService(text: string): { readonly name: string; readonly port?: number | string } {
  const colon = text.indexOf(':');
  if (colon < 0) return { name: text };
  const name = text.slice(0, colon);
  const port = text.slice(colon + 1);
  if (name === '' || port === '') throw bad(ENDS.badServicePort(text));
  if (!/^\d+$/.test(port)) return { name, port };
  const number = Number(port);
  if (number < 1 || number > 65_535) throw bad(ENDS.badServicePort(port));
  return { name, port: number };
}

function bad(message: string): RingfenceError {
  return new RingfenceError('BAD_REQUEST', message);
}

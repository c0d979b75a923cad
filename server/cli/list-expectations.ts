import type { Protocol } from '#lib/kube/objects.ts';
import { ask, type Question } from '#lib/policy/ask.ts';
import { connectionUnits, INTERNET } from '#lib/policy/connection-units.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { Endpoint, PortsJson } from '#lib/policy/types.ts';
import type { Output } from './output.ts';

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];
const LAST_PORT = 65_535;

/**
 * Today's relation as YAML Expectations, asked of the same engine that `probe` asks: one line for each ordered pair of
 * workloads, and of each workload with the internet. Where only some ports are open, the ends of each range and their
 * neighbours are frozen. What is neither allowed, denied nor dependent for all pods alike cannot be expected.
 */
export async function writeExpectations(
  output: Output,
  model: PolicyModel,
  namespaces: ReadonlySet<string> | undefined,
): Promise<void> {
  await output.write('apiVersion: ringfence.dev/v1alpha1\nkind: Expectations\nexpectations:\n');
  const units = connectionUnits(model);
  const ends = [
    { id: INTERNET, namespace: undefined, isAlone: true },
    ...units.map(({ id, namespace, count, countUnknown }) => ({ id, namespace, isAlone: count < 2 && !countUnknown })),
  ].map((end) => ({ ...end, endpoint: parseEndpoint(end.id) }));
  const isAsked = (namespace: string | undefined): boolean =>
    namespaces === undefined || (namespace !== undefined && namespaces.has(namespace));
  for (const from of ends) {
    for (const to of ends) {
      if (from === to && from.isAlone) continue; // a pod always reaches itself, and the internet is not ours
      if (!isAsked(from.namespace) && !isAsked(to.namespace)) continue;
      for (const line of expectationsOf(model, from.endpoint, to.endpoint)) {
        // JSON strings are YAML strings: whatever a name holds, it stays a name.
        await output.write(`- {from: ${JSON.stringify(from.id)}, to: ${JSON.stringify(to.id)}, ${line}}\n`);
      }
    }
  }
}

function expectationsOf(model: PolicyModel, from: Endpoint, to: Endpoint): readonly string[] {
  const whole = ask(model, { from, to });
  if (whole.type !== 'relation') return [];
  if (whole.verdict !== 'mixed') return [`expect: ${whole.verdict}`];
  return PROTOCOLS.flatMap((protocol) => {
    const part = ask(model, { from, to, protocol });
    if (part.verdict !== 'mixed') return [`protocol: ${protocol}, expect: ${part.verdict}`];
    const ports = boundaries(protocol, whole.allow, whole.some, whole.depends);
    return ports.flatMap((port) => portExpectation(model, { from, to, protocol, port }));
  });
}

function portExpectation(model: PolicyModel, question: Question): readonly string[] {
  const { verdict } = ask(model, question);
  return verdict === 'mixed' ? [] : [`port: ${question.protocol}/${question.port}, expect: ${verdict}`];
}

/** First and last port of each range, and the ports before and after it. */
function boundaries(protocol: Protocol, ...sets: readonly (PortsJson | undefined)[]): readonly number[] {
  const ports = new Set<number>();
  for (const set of sets) {
    for (const [first, last] of set?.[protocol] ?? []) {
      for (const port of [first - 1, first, last, last + 1]) if (port >= 1 && port <= LAST_PORT) ports.add(port);
    }
  }
  return [...ports].sort((a, b) => a - b);
}

/** The ways from outside to a workload, in words. */
import type { Reach } from '#lib/policy/address-reach.ts';
import type { Controller, Entry } from '#lib/policy/entry.ts';
import type { EntryVerdict } from '#lib/policy/entry-verdict.ts';
import { dependsReason } from './why-engine.ts';

export const ENTRIES = {
  title: 'From outside the cluster',
  none: 'No Service, Ingress, route or host port leads here from outside.',
  why: 'Why',
  notRead: (kinds: readonly string[]): string =>
    `${kinds.join(', ')} may not be read: there may be more ways than these.`,
} as const;

const REACH: Readonly<Record<Reach, string>> = {
  internet: 'from the internet',
  private: 'from the private network',
  unknown: 'from outside; from where is not known',
};

/** "Service shop/web (LoadBalancer, spec.type) port 443 → 8443, from the internet". */
export function entrySentence(entry: Entry): string {
  const { object, via, path, host, reach, sourceRanges, controller } = entry;
  const name = object.namespace === undefined ? object.name : `${object.namespace}/${object.name}`;
  const how = via === object.kind ? path : `${via}, ${path}`;
  return [
    `${object.kind} ${name} (${how})${host === undefined ? '' : ` for ${host}`} ${portsOf(entry)}`,
    ...(controller === undefined ? [] : [controllerWords(controller)]),
    REACH[reach],
    ...(sourceRanges.length === 0 ? [] : [`only ${ranges(sourceRanges)}`]),
  ].join(', ');
}

function portsOf({ protocol, port, outsidePort }: Entry): string {
  if (port === undefined) return 'any port that it listens on';
  const outside = outsidePort === undefined || outsidePort === port ? '' : `${outsidePort} → `;
  return `port ${outside}${port}${protocol === 'TCP' ? '' : ` ${protocol}`}`;
}

const SHOWN_RANGES = 3;

function ranges(list: readonly string[]): string {
  const shown = list.slice(0, SHOWN_RANGES).join(', ');
  return list.length > SHOWN_RANGES ? `${shown} and ${list.length - SHOWN_RANGES} more` : shown;
}

function controllerWords(controller: Controller): string {
  switch (controller.state) {
    case 'known':
      return `through ${controller.workloads.join(', ')}`;
    case 'outside':
      return `through a proxy that is no pod (${controller.name})`;
    case 'unknown':
      return controller.name === undefined ? 'unknown controller' : `unknown controller (${controller.name})`;
  }
}

/** "Policies let in the internet." */
export function entryVerdict({ controller, source }: Entry, { verdict, reasons, clients }: EntryVerdict): string {
  const who = clients.length === 0 ? 'it' : enumerated(clients);
  if (verdict === 'deny') {
    return controller?.state === 'known'
      ? `Policies keep out ${enumerated(controller.workloads)}.`
      : 'Policies let nobody in this way.';
  }
  if (verdict === 'allow') return `Policies let in ${who}.`;
  if (controller !== undefined && controller.state !== 'known') {
    return 'Whether policies let it in is undecided: who sends the connection is not known.';
  }
  const because = reasons.filter((reason) => reason !== 'source-rewriting' || source === 'client').map(dependsReason);
  const rewritten = reasons.includes('source-rewriting') ? [REWRITTEN] : [];
  return `Whether policies let it in is undecided: ${[...rewritten, ...because].join('; ')}.`;
}

const REWRITTEN = 'the pod may see a node in place of the client';

function enumerated(words: readonly string[]): string {
  const named = words.map((word) => (word === 'internet' ? 'the internet' : word));
  if (named.length > 4) return `${named.slice(0, 3).join(', ')} and ${named.length - 3} more`;
  return named.length < 2 ? (named[0] ?? '') : `${named.slice(0, -1).join(', ')} and ${named.at(-1)}`;
}

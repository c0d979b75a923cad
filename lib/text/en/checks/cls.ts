/** Sentences of the checks of classification. */

import type { DataClass } from '#lib/gdpr/types.ts';
import { classWords } from '#lib/text/en/data-classes.ts';

interface FoundSign {
  readonly id: string;
  readonly kind: string;
  readonly what: string;
  readonly weight: number;
  readonly reason: string;
}

export const CLS_001 = {
  title: (name: string, upTo: boolean): string =>
    upTo
      ? `${name} has no class and may be connected with personal data`
      : `${name} has no class and is connected with personal data`,
  summary: (
    name: string,
    neighbour: string,
    dataClass: DataClass,
    direction: 'to' | 'from',
    ports: string,
    upTo: boolean,
  ): string => {
    const can = upTo ? 'may be able to' : 'can';
    const data = dataWords(dataClass);
    const connects =
      direction === 'to'
        ? `${name} ${can} connect to ${neighbour} (${data}) on ${ports}`
        : `${neighbour} (${data}) ${can} connect to ${name} on ${ports}`;
    return `Nobody says what data ${name} handles, and ${connects}.`;
  },
  /** What the heuristics found, so that nobody thinks they were not tried. */
  tried: (signs: readonly FoundSign[]): string => {
    const found = signs.filter(({ weight }) => weight > 0);
    if (found.length === 0) return ' Image, names, ports, labels and clients were looked at; none gives a hint.';
    const list = found.map(({ kind, what, weight, reason, id }) => `${kind} ${what}: ${reason} (${weight}, ${id})`);
    return ` Image, names, ports, labels and clients were looked at; too weak for a class: ${list.join('; ')}.`;
  },
  labelNotUnderstood: (text: string): string => ` The ${text}.`,
  derivation: (severity: string, special: boolean, upTo: boolean): string =>
    `${upTo ? 'up to ' : ''}${severity} = base of CLS-001${special ? ', one level more: the neighbour holds data of a special category' : ''}`,
  fix: (namespace: string, kind: string, name: string): string =>
    `Say what it handles: label ${kind} ${namespace}/${name} with ringfence.dev/data-class (none, personal, pseudonymised, special, criminal or children), or add an entry to the DataMap. Or close the connection.`,
};

export const CLS_002 = {
  title: (name: string, upTo: boolean): string =>
    upTo ? `Sources may contradict each other on ${name}` : `Sources contradict each other on ${name}`,
  differ: (name: string, sources: readonly string[], inForce: DataClass): string =>
    `${sources.join('; ')}. In force for ${name} is the most sensitive: ${classWords(inForce)}.`,
  source: (source: string, dataClass: DataClass, manager: string | undefined, time: string | undefined): string => {
    const last = manager === undefined ? '' : `, last changed by ${manager}${time === undefined ? '' : ` at ${time}`}`;
    return `${source} says ${classWords(dataClass)}${last}`;
  },
  inferred: (source: string, dataClass: DataClass, confidence: number): string =>
    `${source} points to ${classWords(dataClass)} with confidence ${confidence}`,
  /** A store that is declared to hold nothing, and that a workload with personal data writes to. */
  fed: (name: string, declared: string, producer: string, ports: string, upTo: boolean): string =>
    `${declared} says no personal data, but ${producer}, which handles personal data, ${upTo ? 'may be able to' : 'can'} connect to the store ${name} on ${ports}. What it writes there is not known.`,
  derivation: (severity: string, lower: boolean, upTo: boolean): string =>
    `${upTo ? 'up to ' : ''}${severity} = base of CLS-002${lower ? ', one level more: the lower class is in force' : ''}`,
  fix: 'Correct one of the sources. Where the lower class is right, add an entry to the DataMap with "dataClass:" and "because:": it is listed in the report.',
};

function dataWords(dataClass: DataClass): string {
  return dataClass === 'personal' ? 'personal data' : classWords(dataClass);
}

import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { portsAreAll } from '../port-label.ts';
import { type FilterKey, type FilterTerm, KIND_ALIASES, valuesOfTerm } from './filter-language.ts';
import type { Reaches } from './reaching-workloads.ts';

/** Whatever a filter is asked of: a workload, a pod, a box, a gap, a policy. */
export interface FilterSubject {
  /** In small letters: everything that words without a key are looked for in. */
  readonly text: string;
  /** What it has for a key, as it is written: completion offers these, and a term wants one of them. Not of `port`. */
  values(key: FilterKey): readonly string[];
  /** Whether it may start connections to what is written behind `reaches:`, in small letters. A picture knows of `internet` only, by its values. */
  reaches?(wanted: string): Reaches | undefined;
  /** The ports that it is about. */
  readonly ports?: readonly PortsJson[];
  /** How long ago it was seen for the first time ever, in milliseconds; absent where it was not, or nobody knows. */
  readonly firstSeenAgo?: number;
}

/** Whether a term holds, `-` and commas taken into account. */
export function termHolds(subject: FilterSubject, term: FilterTerm): boolean {
  const holds = valuesOfTerm(term).some((value) => hasValue(subject, term.key, value.toLowerCase()));
  return holds !== term.negated;
}

export const allHold = (subject: FilterSubject, terms: readonly FilterTerm[]): boolean =>
  terms.every((term) => termHolds(subject, term));

/** Whether it is kept only because what is undecided may allow what `reaches:` asks for. */
export function isKeptByDepends(subject: FilterSubject, terms: readonly FilterTerm[]): boolean {
  return terms.some(
    (term) =>
      term.key === 'reaches' &&
      !term.negated &&
      valuesOfTerm(term).every((value) => subject.reaches?.(value.toLowerCase()) !== 'allow'),
  );
}

function hasValue(subject: FilterSubject, key: FilterTerm['key'], wanted: string): boolean {
  switch (key) {
    case 'text':
      return subject.text.includes(wanted);
    case 'port':
      return holdsPort(subject.ports ?? [], wanted);
    case 'kind': {
      const kind = KIND_ALIASES[wanted] ?? wanted;
      return subject.values(key).some((value) => value.toLowerCase() === kind);
    }
    case 'check': // `iso` is the family
      return subject.values(key).some((value) => value.toLowerCase().startsWith(wanted));
    case 'label':
      return subject.values(key).some((value) => isLabel(value.toLowerCase(), wanted));
    case 'ns':
    case 'name':
    case 'policy':
      return subject.values(key).some((value) => glob(value.toLowerCase(), wanted));
    case 'from':
    case 'to':
      return subject.values(key).some((value) => glob(value.toLowerCase(), wanted));
    case 'since':
      return subject.firstSeenAgo !== undefined && subject.firstSeenAgo <= (durationOf(wanted) ?? 0);
    case 'state':
    case 'class':
    case 'gap':
    case 'verdict':
      return subject.values(key).includes(wanted);
    case 'reaches':
      return subject.reaches === undefined
        ? subject.values(key).includes(wanted)
        : subject.reaches(wanted) !== undefined;
  }
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const;

/** `30m`, `24h` and `7d` in milliseconds; undefined for anything else. */
export function durationOf(written: string): number | undefined {
  const [, number, unit] = /^(\d{1,5})([mhd])$/.exec(written) ?? [];
  return number === undefined ? undefined : Number(number) * UNITS[unit as keyof typeof UNITS];
}

/** `app=web` and `app=we*`; without `=` any value of that key. */
function isLabel(label: string, wanted: string): boolean {
  return wanted.includes('=') ? glob(label, wanted) : glob(label.slice(0, label.indexOf('=')), wanted);
}

/** What `gap:` may ask of something whose worst open gap is this: any, and that severity or a lesser one. */
export function gapValues(worst: Severity | undefined): readonly string[] {
  return worst === undefined ? [] : ['any', ...SEVERITIES.slice(SEVERITIES.indexOf(worst))];
}

const PROTOCOLS: readonly Protocol[] = ['TCP', 'UDP', 'SCTP'];

/** `5432` in any protocol, `udp/53` in one, `any` where all are meant. */
export function holdsPort(all: readonly PortsJson[], wanted: string): boolean {
  if (wanted === 'any') return all.some(portsAreAll);
  const [number = '', protocol] = wanted.split('/').reverse();
  const port = Number(number);
  return all.some((ports) =>
    PROTOCOLS.some(
      (each) =>
        (protocol === undefined || each.toLowerCase() === protocol) &&
        ports[each].some(([first, last]) => first <= port && port <= last),
    ),
  );
}

/** `crm*` and `*-db`; without a star the whole name. */
export function glob(text: string, pattern: string): boolean {
  if (!pattern.includes('*')) return text === pattern;
  const [first = '', ...rest] = pattern.split('*');
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of rest.entries()) {
    if (index === rest.length - 1) return text.length - part.length >= at && text.endsWith(part);
    const found = text.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return true;
}

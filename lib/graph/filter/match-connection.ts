import { isGapOn } from '#lib/gdpr/connection-gaps.ts';
import { lazily } from '#lib/gdpr/lazily.ts';
import { type Gap, SEVERITIES } from '#lib/gdpr/types.ts';
import type { AggregateJson } from '#lib/policy/aggregate.ts';
import { ANY_POD } from '#lib/policy/connection-units.ts';
import type { ClusterSubjects } from './cluster-subjects.ts';
import type { Filter } from './filter-language.ts';
import { allHold, type FilterSubject, termHolds } from './filter-subject.ts';
import { isLineKey, isNarrowing, lineSubject } from './match-line.ts';

export interface ListedConnection {
  /** A workload, `any-pod`, `any-pod@ns`, `internet` or a block. */
  readonly from: string;
  readonly to: string;
}

/**
 * Whether a filter keeps a connection of the list, as it keeps a line of the map: one of its ends has everything that is
 * said of boxes, neither has what is taken away, and it has itself what is said of connections.
 */
export function connectionFilter(
  { terms }: Filter,
  subjects: ClusterSubjects,
  gaps: () => readonly Gap[],
): (connection: ListedConnection, json: () => AggregateJson) => boolean {
  const aboutBoxes = terms.filter(({ key }) => !isLineKey(key));
  const aboutLines = terms.filter(({ key }) => isLineKey(key) || isNarrowing(key));
  const negated = aboutBoxes.filter((term) => term.negated);
  const narrows = aboutLines.some(({ key }) => isNarrowing(key));
  const open = lazily(() => gaps().filter(({ result }) => result !== 'WAIVED'));
  const gapsOn = ({ from, to }: ListedConnection) =>
    narrows ? open().filter((gap) => isGapOn(gap, from, to) || isGapOfHub(gap, from, to)) : [];
  const known = new Map<string, { readonly own: boolean; readonly excluded: boolean }>();
  const endOf = (end: string) => {
    let found = known.get(end);
    if (found === undefined) {
      const subject = isWorkload(end) ? subjects.workload(end) : otherEnd(end);
      found = { own: allHold(subject, aboutBoxes), excluded: negated.some((term) => !termHolds(subject, term)) };
      known.set(end, found);
    }
    return found;
  };
  return (connection, json) => {
    const [from, to] = [endOf(connection.from), endOf(connection.to)];
    if (from.excluded || to.excluded || !(from.own || to.own)) return false;
    if (aboutLines.length === 0) return true;
    const found = gapsOn(connection);
    const severity = SEVERITIES.find((each) => found.some((gap) => gap.severity === each));
    const line = { ...json(), gaps: found.map(({ check }) => check) };
    return allHold(lineSubject(severity === undefined ? line : { ...line, severity }), aboutLines);
  };
}

/** A hub stands for the many at the other side of a gap: their connections with the subject are its witness. */
function isGapOfHub({ subject, witness }: Gap, from: string, to: string): boolean {
  const key = `${subject.namespace}/${subject.kind}/${subject.name}`;
  if (from.startsWith(ANY_POD) && to === key) return witness.some((hop) => hop.to === key);
  return to.startsWith(ANY_POD) && from === key && witness.some((hop) => hop.from === key);
}

/** A workload has two slashes, a block one. */
const isWorkload = (end: string) => end.indexOf('/') !== end.lastIndexOf('/');

function otherEnd(end: string): FilterSubject {
  const namespace = end.startsWith(`${ANY_POD}@`) ? end.slice(ANY_POD.length + 1) : undefined;
  return {
    text: end.toLowerCase(),
    values: (key) => (key === 'ns' && namespace !== undefined ? [namespace] : []),
  };
}

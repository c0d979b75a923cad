import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { portsAreEmpty } from '../port-label.ts';
import type { SceneEdge } from '../types.ts';
import { type FilterTerm, valuesOfTerm } from './filter-language.ts';
import { type FilterSubject, gapValues, termHolds } from './filter-subject.ts';

/** Ports and verdicts are those of lines; everything else is said of boxes. */
export const isLineKey = (key: FilterTerm['key']) => key === 'port' || key === 'verdict';

/** A connection as a filter sees it: a line of the picture, an edge of the list. */
export interface FilteredLine {
  readonly allow: PortsJson;
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  /** Ids of gaps or checks that it is part of, and the worst of them; absent: none. */
  readonly gaps: readonly string[];
  readonly severity?: Severity;
}

export function lineSubject({ allow, some, depends, gaps, severity }: FilteredLine): FilterSubject {
  const isAllowed = !portsAreEmpty(allow) || (some !== undefined && !portsAreEmpty(some));
  return {
    text: '',
    ports: [allow, depends, ...(some === undefined ? [] : [some])],
    values: (key) => {
      if (key === 'verdict') return [...(isAllowed ? ['allowed'] : []), ...(portsAreEmpty(depends) ? [] : ['depends'])];
      if (key === 'check') return gaps;
      return key === 'gap' ? gapValues(severity) : [];
    },
  };
}

/** Of a drawn line; only one that is drawn as a gap has its severity. */
const drawnLine = (edge: SceneEdge): FilterSubject => {
  const { severity = SEVERITIES.at(-1), ...rest } = edge;
  return lineSubject(edge.state === 'gap' && severity !== undefined ? { ...rest, severity } : rest);
};

/** Whether a term about lines holds for this one, `-` taken into account. */
export const lineHolds = (edge: SceneEdge, term: FilterTerm): boolean => termHolds(drawnLine(edge), term);

/** With `gap:` and `check:` only lines that are such gaps stay at the boxes that they choose. */
export const isNarrowing = (key: FilterTerm['key']) => key === 'gap' || key === 'check';

export const lineNarrowed = (edge: SceneEdge, term: FilterTerm): boolean =>
  !isNarrowing(term.key) || termHolds(drawnLine(edge), term);

/** Pairs that are denied are never drawn nor listed: better no answer than a wrong one. */
export const asksForDenied = (term: FilterTerm): boolean =>
  term.key === 'verdict' && valuesOfTerm(term).some((value) => value.toLowerCase() === 'denied');

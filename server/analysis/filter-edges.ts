import type { JoinedEdge } from '#lib/flows/observed.ts';
import type { Severity } from '#lib/gdpr/types.ts';
import type { Filter } from '#lib/graph/filter/filter-language.ts';
import { allHold } from '#lib/graph/filter/filter-subject.ts';
import { flowSubject } from '#lib/graph/filter/flow-subject.ts';
import type { Analysis } from './analysis.ts';
import { joinedEndView } from './joined-end.ts';

/**
 * The edges that a filter leaves. `at`: the end of the window, from which `since:` counts back; `severityOf`: of the
 * worst open gap of an edge, asked for only where the filter asks for gaps.
 */
export function filterEdges(
  analysis: Analysis,
  edges: readonly JoinedEdge[],
  { terms }: Pick<Filter, 'terms'>,
  at: number,
  severityOf: (edge: JoinedEdge) => Severity | undefined,
): readonly JoinedEdge[] {
  if (terms.length === 0) return edges;
  const asksForGaps = terms.some(({ key }) => key === 'gap');
  const ends = new Map<string, ReturnType<typeof joinedEndView>>();
  const endOf = (id: string) => {
    const known = ends.get(id) ?? joinedEndView(analysis, id);
    ends.set(id, known);
    return { id, ...known };
  };
  return edges.filter((edge) =>
    allHold(
      flowSubject({
        ...edge,
        from: endOf(edge.from),
        to: endOf(edge.to),
        severity: asksForGaps ? severityOf(edge) : undefined,
        age: edge.ever === undefined ? undefined : at - edge.ever.first,
      }),
      terms,
    ),
  );
}

'use client';

import { useQuery } from '@tanstack/react-query';
import { FlaskConical, Waypoints } from 'lucide-react';
import { gapsQuery } from '#components/api/queries.ts';
import { filterQuery } from '#components/filter/filter-queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { policyObjectName } from '#components/simulate/policy-object-name.ts';
import type { NewChange } from '#components/simulate/simulated-change.ts';
import { useStartSimulation } from '#components/simulate/use-start-simulation.ts';
import { objectCalled } from '#components/simulate/written-labels.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import type { ChangeCause, SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
import { printFilter } from '#lib/graph/filter/print-filter.ts';
import { SIMULATE_LINKS } from '#lib/text/en/simulate.ts';
import { type ChangeRow, causeKey } from './change-rows.ts';

interface ChangeActionsProps {
  readonly cluster: string;
  readonly comparison: SnapshotComparison;
  readonly causes: readonly ChangeCause[];
  readonly row: ChangeRow;
}

/** From a change to the cluster of today: what the map shows of it, and what were if its policies stood as before. */
export function ChangeActions({ cluster, comparison, causes, row }: ChangeActionsProps) {
  const start = useStartSimulation(cluster);
  const back = changesBack(comparison, causes);
  const place = usePlaceToday(cluster, comparison, row);
  if (back.length === 0 && place === undefined) return null;
  return (
    <div className="flex flex-wrap gap-1.5 px-3.5 pb-2.5">
      {back.length === 0 ? null : (
        <Button size="sm" onClick={() => start(back)}>
          <FlaskConical className="size-3" aria-hidden="true" />
          {back.length === 1 ? SIMULATE_LINKS.putBack : SIMULATE_LINKS.putBackAll}
        </Button>
      )}
      {place === undefined ? null : place === 'gone' ? (
        <p className="py-1 text-xs text-ink-3">{SIMULATE_LINKS.goneToday}</p>
      ) : (
        <ButtonLink size="sm" href={place}>
          <Waypoints className="size-3" aria-hidden="true" />
          {SIMULATE_LINKS.showOnMap}
        </ButtonLink>
      )}
    </div>
  );
}

/** The policies as the earlier snapshot has them; one that it does not have is deleted. */
function changesBack({ policies }: SnapshotComparison, causes: readonly ChangeCause[]): readonly NewChange[] {
  const wanted = new Set(causes.filter(({ type }) => type === 'policy').map(causeKey));
  return policies
    .filter((policy) => wanted.has(causeKey({ type: 'policy', ...policy })))
    .map(({ kind, namespace, name, before }): NewChange => {
      const ref = { kind, namespace: namespace ?? '', name };
      if (before === undefined) return { type: 'remove', object: policyObjectName(ref) };
      return { type: 'yaml', title: objectCalled(ref), text: before.yaml };
    });
}

/**
 * Where the map of today shows what changed, `gone` where it no longer has it; undefined where a change has no place on
 * it, and while nobody knows yet.
 */
function usePlaceToday(cluster: string, { diff }: SnapshotComparison, row: ChangeRow): string | undefined {
  const hasGap = row.type === 'gap' && row.change !== 'closed';
  const [namespace = '', kind = '', ...name] = row.workload.split('/');
  const term = (key: 'ns' | 'kind' | 'name', value: string) => ({ key, value, negated: false });
  const q = printFilter([term('ns', namespace), term('kind', kind), term('name', name.join('/'))]);
  const gaps = useQuery({ ...gapsQuery(cluster), enabled: hasGap });
  const boxes = useQuery({
    ...filterQuery(cluster, { q, of: 'map', level: 'workloads' }),
    enabled: row.workload !== '',
  });
  const map = clusterHref(cluster, 'map');
  if (hasGap && gaps.isPending) return undefined;
  if (hasGap && gaps.data?.gaps.some(({ id }) => id === row.gap.id) === true) {
    return `${map}?gap=${encodeURIComponent(row.gap.id)}`;
  }
  if (row.workload === '' || boxes.isPending) return undefined;
  if (boxes.data?.ids.includes(row.workload) !== false) return `${map}?select=${encodeURIComponent(row.workload)}`;
  // a closed gap of a namespace or a policy never had a box
  const hadNone = row.type === 'gap' && row.change === 'closed' && !diff.removed.some(({ id }) => id === row.workload);
  return hadNone ? undefined : 'gone';
}

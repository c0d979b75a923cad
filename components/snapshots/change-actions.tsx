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
import { type PlaceToday, placeToday } from './place-today.ts';

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
      {place === undefined ? null : place.type === 'gone' ? (
        <p className="py-1 text-xs text-ink-3">{SIMULATE_LINKS.goneToday}</p>
      ) : (
        <ButtonLink size="sm" href={addressOf(cluster, place)}>
          <Waypoints className="size-3" aria-hidden="true" />
          {SIMULATE_LINKS.showOnMap}
        </ButtonLink>
      )}
    </div>
  );
}

function addressOf(cluster: string, place: Exclude<PlaceToday, { readonly type: 'gone' }>): string {
  const query =
    place.type === 'gap' ? `gap=${encodeURIComponent(place.id)}` : `select=${encodeURIComponent(place.key)}`;
  return `${clusterHref(cluster, 'map')}?${query}`;
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

/** Undefined also while nobody knows yet. Where the cluster cannot be asked, its map says what it has. */
function usePlaceToday(cluster: string, comparison: SnapshotComparison, row: ChangeRow): PlaceToday | undefined {
  const hasGap = row.type === 'gap' && row.change !== 'closed';
  const [namespace = '', kind = '', ...name] = row.workload.split('/');
  const term = (key: 'ns' | 'kind' | 'name', value: string) => ({ key, value, negated: false });
  const q = printFilter([term('ns', namespace), term('kind', kind), term('name', name.join('/'))]);
  const gaps = useQuery({ ...gapsQuery(cluster), enabled: hasGap });
  const boxes = useQuery({
    ...filterQuery(cluster, { q, of: 'map', level: 'workloads' }),
    enabled: row.workload !== '',
  });
  if (gaps.isLoading || boxes.isLoading) return undefined;
  const isUnknown = gaps.isError || boxes.isError;
  if (isUnknown) return row.workload === '' ? undefined : { type: 'workload', key: row.workload };
  return placeToday(row, comparison, {
    gaps: new Set(gaps.data?.gaps.map(({ id }) => id)),
    workloads: new Set(boxes.data?.ids),
  });
}

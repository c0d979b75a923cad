'use client';

import { FlaskConical, Waypoints } from 'lucide-react';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { policyObjectName } from '#components/simulate/policy-object-name.ts';
import type { NewChange } from '#components/simulate/simulated-change.ts';
import { useStartSimulation } from '#components/simulate/use-start-simulation.ts';
import { objectCalled } from '#components/simulate/written-labels.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import type { ChangeCause, SnapshotComparison } from '#lib/api/snapshot-schemas.ts';
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
  const address = mapAddress(cluster, row);
  if (back.length === 0 && address === undefined) return null;
  return (
    <div className="flex flex-wrap gap-1.5 px-3.5 pb-2.5">
      {back.length === 0 ? null : (
        <Button size="sm" onClick={() => start(back)}>
          <FlaskConical className="size-3" aria-hidden="true" />
          {back.length === 1 ? SIMULATE_LINKS.putBack : SIMULATE_LINKS.putBackAll}
        </Button>
      )}
      {address === undefined ? null : (
        <ButtonLink size="sm" href={address}>
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

/** Where the map shows what changed; a policy without a workload has no place on it. */
function mapAddress(cluster: string, row: ChangeRow): string | undefined {
  const map = clusterHref(cluster, 'map');
  if (row.type === 'gap' && row.change !== 'closed') return `${map}?gap=${encodeURIComponent(row.gap.id)}`;
  return row.workload === '' ? undefined : `${map}?select=${encodeURIComponent(row.workload)}`;
}

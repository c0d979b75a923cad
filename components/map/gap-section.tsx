'use client';

import { useQuery } from '@tanstack/react-query';
import { gapsQuery } from '#components/api/queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { GapRow } from '#components/ui/gap-row.tsx';
import { Link } from '#components/ui/link.tsx';
import { PANEL } from '#lib/text/en/map.ts';
import { PanelSection } from './panel-section.tsx';

interface GapSectionProps {
  readonly cluster: string;
  readonly ids: readonly string[];
}

/** The gaps of what is chosen, each a way to the gap. */
export function GapSection({ cluster, ids }: GapSectionProps) {
  const { data } = useQuery({ ...gapsQuery(cluster), enabled: ids.length > 0 });
  if (ids.length === 0) return null;
  const byId = new Map(data?.gaps.map((gap) => [gap.id, gap]));
  return (
    <PanelSection title={PANEL.gaps} end={<span className="tabular-nums">{ids.length}</span>}>
      <ul className="-mx-1.5">
        {ids
          .flatMap((id) => byId.get(id) ?? [])
          .map((gap) => (
            <li key={gap.id}>
              <Link
                href={`${clusterHref(cluster, 'gaps')}?gap=${encodeURIComponent(gap.id)}`}
                className="grid grid-cols-[18px_minmax(0,1fr)] gap-x-2 rounded-md px-1.5 py-1.5 hover:bg-hover"
              >
                <GapRow gap={gap} />
              </Link>
            </li>
          ))}
      </ul>
    </PanelSection>
  );
}

'use client';

import { useState } from 'react';
import { KindIcon } from '#components/pod/peer-row.tsx';
import { workloadHref } from '#components/pod/pod-address.ts';
import { Button } from '#components/ui/button.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { Link } from '#components/ui/link.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import type { AlsoGroup, CompareView } from '#lib/api/compare-schemas.ts';
import { alsoTitle, COMPARE } from '#lib/text/en/compare-pods.ts';
import { count } from '#lib/text/en/count.ts';
import { HOPS } from '#lib/text/en/hops.ts';
import { visibleText } from '#lib/text/visible-text.ts';

/** Whom else the two could reach, or who else could reach them: only the one, both, only the other. */
export function AlsoPanel({ cluster, view }: { readonly cluster: string; readonly view: CompareView }) {
  const { a, b, also, way } = view;
  const [nameA, nameB] = a.name === b.name ? [a.id, b.id] : [a.name, b.name];
  return (
    <>
      <h2 className="px-3.5 pt-3 pb-2 font-semibold">{alsoTitle(way)}</h2>
      {also === undefined ? (
        <p className="px-3.5 pb-3 text-xs text-ink-2">{COMPARE.noAlso}</p>
      ) : (
        <>
          <Group cluster={cluster} title={COMPARE.onlyOf(nameA)} group={also.onlyA} />
          <Group cluster={cluster} title={COMPARE.both} group={also.both} />
          <Group cluster={cluster} title={COMPARE.onlyOf(nameB)} group={also.onlyB} />
        </>
      )}
    </>
  );
}

const SHOWN = 5;

interface GroupProps {
  readonly cluster: string;
  readonly title: string;
  readonly group: AlsoGroup;
}

function Group({ cluster, title, group }: GroupProps) {
  const [all, setAll] = useState(false);
  const shown = all ? group.rows : group.rows.slice(0, SHOWN);
  const hidden = group.workloads - shown.length;
  return (
    <section>
      <h3 className="flex min-h-[34px] items-center gap-2 border-t border-line-faint bg-sunken px-3.5 font-medium">
        <span className="min-w-0 truncate">{visibleText(title)}</span>
        {group.personal === 0 ? null : (
          <span className="text-xs font-normal whitespace-nowrap text-ink-3">{COMPARE.withData(group.personal)}</span>
        )}
        <span className="ml-auto tabular-nums">{count(group.workloads)}</span>
      </h3>
      <ul>
        {shown.map(({ workload, dataClass, ports, depends }) => {
          const [namespace = '', kind, name = ''] = workload.split('/');
          return (
            <li key={workload} className="flex min-h-[34px] items-center gap-2 border-t border-line-faint px-3.5">
              <KindIcon kind={kind} />
              <Link href={workloadHref(cluster, workload)} className="min-w-0 truncate font-medium hover:underline">
                {visibleText(name)}
              </Link>
              <span className="min-w-0 truncate text-xs text-ink-3">{visibleText(namespace)}</span>
              {dataClass === 'none' ? null : <ClassGlyph dataClass={dataClass} size={11} />}
              <span className="ml-auto flex shrink-0 items-center gap-1">
                {depends ? <span className="text-2xs text-depends-ink">{HOPS.depends}</span> : null}
                <PortChip tone={depends ? 'depends' : 'plain'}>
                  <span title={ports.join(', ')}>{ports.length > 1 ? HOPS.ports(ports.length) : ports[0]}</span>
                </PortChip>
              </span>
            </li>
          );
        })}
      </ul>
      {hidden === 0 && !all ? null : (
        <p className="flex min-h-[34px] items-center gap-2 border-t border-line-faint px-3.5 text-xs text-ink-3">
          {all && hidden > 0 ? COMPARE.notListed(hidden) : hidden > 0 ? COMPARE.more(hidden) : null}
          {group.rows.length > SHOWN ? (
            <span className="ml-auto">
              <Button size="sm" variant="quiet" onClick={() => setAll(!all)}>
                {all ? COMPARE.showFewer : COMPARE.showAll}
              </Button>
            </span>
          ) : null}
        </p>
      )}
    </section>
  );
}

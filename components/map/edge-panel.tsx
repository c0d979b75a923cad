'use client';

import { useQuery } from '@tanstack/react-query';
import { CircleHelp } from 'lucide-react';
import Link from 'next/link';
import { gapsQuery } from '#components/api/queries.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { FlowLine } from '#components/ui/flow-line.tsx';
import { GapRow } from '#components/ui/gap-row.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { Scene, SceneEdge } from '#lib/graph/types.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { dependsBecause } from '#lib/text/en/gaps.ts';
import { connectionTitle, LEGEND, PANEL } from '#lib/text/en/map.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { PanelHead } from './panel-head.tsx';
import { PanelSection } from './panel-section.tsx';
import { askableEnd } from './scene-end.ts';

interface EdgePanelProps {
  readonly cluster: string;
  readonly scene: Scene;
  readonly edge: SceneEdge;
  readonly onClose: () => void;
  readonly onWhy: (question: Question) => void;
}

/** One line: what is allowed for certain, what depends, the gaps on it, and the way to why. */
export function EdgePanel({ cluster, scene, edge, onClose, onWhy }: EdgePanelProps) {
  const { data } = useQuery({ ...gapsQuery(cluster), enabled: edge.gaps.length > 0 });
  const label = (id: string) => scene.nodes.find((node) => node.id === id)?.label ?? id;
  const from = askableEnd(edge.from);
  const to = askableEnd(edge.to);
  const ids = new Set(edge.gaps);
  const gaps = data?.gaps.filter(({ id }) => ids.has(id)) ?? [];
  return (
    <div>
      <PanelHead
        title={visibleText(connectionTitle(label(edge.from), label(edge.to)))}
        sign={<FlowLine state={edge.state} severity={edge.severity} label={LEGEND[edge.state]} />}
        onClose={onClose}
      />
      <div className="flex flex-wrap gap-2 px-3.5 pb-3">
        {from === undefined || to === undefined ? null : (
          <Button variant="primary" size="sm" onClick={() => onWhy({ from, to, port: '' })}>
            <CircleHelp className="size-3" aria-hidden="true" />
            {PANEL.why}
          </Button>
        )}
        <CopyLink label={PANEL.copyLink} />
      </div>
      <p className="px-3.5 pb-3 text-md text-pretty text-ink-2 wrap-anywhere">{visibleText(edge.sentence)}</p>
      <Ports title={PANEL.allowed} ports={edge.allow} />
      {edge.some === undefined ? null : <Ports title={PANEL.some} ports={edge.some} />}
      <Ports title={PANEL.depends} ports={edge.depends} tone="depends" />
      {edge.reasons.length === 0 ? null : (
        <PanelSection title={PANEL.because}>
          <ul className="list-disc pl-4 text-ink-2">
            {dependsBecause(edge.reasons).map((reason) => (
              <li key={reason}>{visibleText(reason)}</li>
            ))}
          </ul>
        </PanelSection>
      )}
      {edge.gaps.length === 0 ? null : (
        <PanelSection title={PANEL.gaps} end={<span className="tabular-nums">{edge.gaps.length}</span>}>
          <ul className="-mx-1.5">
            {gaps.map((gap) => (
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
      )}
      {edge.count > 1 ? <p className="px-3.5 pb-3 text-xs text-ink-3">{PANEL.standsFor(edge.count)}</p> : null}
    </div>
  );
}

function Ports({
  title,
  ports,
  tone = 'plain',
}: {
  readonly title: string;
  readonly ports: PortsJson;
  readonly tone?: 'plain' | 'depends';
}) {
  if (isNoPort(ports)) return null;
  return (
    <PanelSection title={title}>
      <p className="flex flex-wrap gap-1">
        {portWords(ports).map((word) => (
          <PortChip key={word} tone={tone}>
            {word}
          </PortChip>
        ))}
      </p>
    </PanelSection>
  );
}

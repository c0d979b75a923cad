'use client';

import { CircleHelp } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { CopyLink } from '#components/ui/copy-link.tsx';
import { FlowLine } from '#components/ui/flow-line.tsx';
import type { Question } from '#components/why/ask-address.ts';
import type { Scene, SceneEdge } from '#lib/graph/types.ts';
import { connectionTitle, LEGEND, PANEL } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { GapSection } from './gap-section.tsx';
import { PanelHead } from './panel-head.tsx';
import { PortSections } from './port-sections.tsx';
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
  const label = (id: string) => scene.nodes.find((node) => node.id === id)?.label ?? id;
  const from = askableEnd(edge.from);
  const to = askableEnd(edge.to);
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
      <PortSections {...edge} titles={{ allow: PANEL.allowed, some: PANEL.some }} />
      <GapSection cluster={cluster} ids={edge.gaps} />
      {edge.count > 1 ? <p className="px-3.5 pb-3 text-xs text-ink-3">{PANEL.standsFor(edge.count)}</p> : null}
    </div>
  );
}

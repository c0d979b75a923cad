'use client';

import { ArrowDownLeft, ArrowUpRight } from 'lucide-react';
import { useState } from 'react';
import { FlowLine } from '#components/ui/flow-line.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import type { Scene, SceneEdge } from '#lib/graph/types.ts';
import { LEGEND, PANEL } from '#lib/text/en/map.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { ObservedWord } from './observed-word.tsx';

const SHOWN = 30;

interface EdgeRowsProps {
  readonly scene: Scene;
  readonly edges: readonly SceneEdge[];
  /** The box that was chosen: the row names the other end. */
  readonly centre: string;
  readonly onEdge: (edge: string) => void;
}

/** Drawn lines as rows. */
export function EdgeRows({ scene, edges, centre, onEdge }: EdgeRowsProps) {
  const [all, setAll] = useState(false);
  const labels = new Map(scene.nodes.map((node) => [node.id, node.label]));
  const inside = new Set(scene.nodes.filter(({ parent }) => parent === centre).map(({ id }) => id));
  const shown = all ? edges : edges.slice(0, SHOWN);
  return (
    <ul className="-mx-1.5">
      {shown.map((edge) => {
        const inwards = edge.to === centre || inside.has(edge.to);
        const other = inwards ? edge.from : edge.to;
        const Icon = inwards ? ArrowDownLeft : ArrowUpRight;
        return (
          <li key={edge.id}>
            <button
              type="button"
              title={visibleText(edge.sentence)}
              onClick={() => onEdge(edge.id)}
              className="flex min-h-[28px] w-full items-center gap-2 rounded-md px-1.5 text-left hover:bg-hover"
            >
              <Icon className="size-3.5 shrink-0 text-ink-3" aria-hidden="true" />
              <span className="min-w-0 flex-1 truncate font-medium">{visibleText(labels.get(other) ?? other)}</span>
              {edge.traffic === undefined ? (
                <>
                  <PortChip tone={edge.state === 'depends' ? 'depends' : 'plain'}>{edge.label}</PortChip>
                  <FlowLine state={edge.state} severity={edge.severity} label={LEGEND[edge.state]} />
                </>
              ) : (
                <ObservedWord edge={edge} />
              )}
            </button>
          </li>
        );
      })}
      {edges.length > shown.length ? (
        <li>
          <button
            type="button"
            className="min-h-6 px-1.5 text-xs text-accent-ink hover:underline"
            onClick={() => setAll(true)}
          >
            {PANEL.moreRows(edges.length - shown.length)}
          </button>
        </li>
      ) : null}
    </ul>
  );
}

'use client';

import type { ReactNode } from 'react';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { FlowLine } from '#components/ui/flow-line.tsx';
import { Term } from '#components/ui/term.tsx';
import { hasWord, toggleWord } from '#lib/graph/filter/filter-words.ts';
import { LEGEND } from '#lib/text/en/map.ts';
import { LegendCard } from './legend-card.tsx';

export interface LegendProps {
  readonly filter: string;
  /** Some gate is closed to some: only cluster-wide policies do that. */
  readonly hasPartly: boolean;
  /** Sets the filter; the same line again takes it away. */
  readonly onFilter: (filter: string) => void;
  readonly onHide: () => void;
}

/** What lines, shapes and posts mean. A line of it filters the map. */
export function Legend({ filter, hasPartly, onFilter, onHide }: LegendProps) {
  const item = (term: string, label: string, sign: ReactNode) => {
    const pressed = hasWord(filter, term);
    return (
      <li>
        <button
          type="button"
          aria-pressed={pressed}
          onClick={() => onFilter(toggleWord(filter, term))}
          className={`flex min-h-6 w-full items-center gap-[7px] rounded-sm px-1 text-left text-[11.5px] whitespace-nowrap text-ink-2 hover:bg-hover ${pressed ? 'bg-selected text-ink' : ''}`}
        >
          <span className="grid w-[26px] shrink-0 place-items-center">{sign}</span>
          {label}
        </button>
      </li>
    );
  };
  return (
    <LegendCard title={LEGEND.title} onHide={onHide}>
      <Group title={<Term of="verdict">{LEGEND.connection}</Term>}>
        {item('verdict:allowed', LEGEND.allowed, <FlowLine state="allowed" />)}
        {item('verdict:depends', LEGEND.depends, <FlowLine state="depends" />)}
        {item('gap:any', LEGEND.gap, <FlowLine state="gap" severity="critical" />)}
      </Group>
      <Group title={<Term of="class">{LEGEND.data}</Term>}>
        {item('class:personal', LEGEND.personal, <ClassGlyph dataClass="personal" size={11} />)}
        {item('class:special', LEGEND.special, <ClassGlyph dataClass="special" size={11} />)}
        {item('class:pseudonymised', LEGEND.pseudonymised, <ClassGlyph dataClass="pseudonymised" size={11} />)}
        {item('class:unknown', LEGEND.unknown, <ClassGlyph dataClass="unknown" size={11} />)}
        <Explained sign={<span className="h-3 w-4 rounded-xs border border-dashed border-line-strong" />}>
          <Term of="inferred">{LEGEND.inferred}</Term>
        </Explained>
      </Group>
      <Group title={<Term of="gate">{LEGEND.fence}</Term>}>
        <Explained sign={<FenceGlyph isolation={{ ingress: 'yes', egress: 'yes' }} />}>
          <Term of="isolated">{LEGEND.bothIsolated}</Term>
        </Explained>
        <Explained sign={<FenceGlyph isolation={{ ingress: 'yes', egress: 'no' }} />}>{LEGEND.ingressOnly}</Explained>
        <Explained sign={<FenceGlyph isolation={{ ingress: 'no', egress: 'no' }} />}>
          <Term of="open">{LEGEND.open}</Term>
        </Explained>
        {hasPartly ? (
          <Explained sign={<FenceGlyph isolation={{ ingress: 'partly', egress: 'partly' }} />}>
            {LEGEND.partly}
          </Explained>
        ) : null}
      </Group>
    </LegendCard>
  );
}

function Group({ title, children }: { readonly title: ReactNode; readonly children: ReactNode }) {
  return (
    <>
      <h3 className="mt-1.5 px-1 text-2xs font-medium text-ink-3">{title}</h3>
      <ul>{children}</ul>
    </>
  );
}

function Explained({ sign, children }: { readonly sign: ReactNode; readonly children: ReactNode }) {
  return (
    <li className="flex min-h-5 items-center gap-[7px] px-1 text-[11.5px] text-ink-2">
      <span className="grid w-[26px] shrink-0 place-items-center">{sign}</span>
      {children}
    </li>
  );
}

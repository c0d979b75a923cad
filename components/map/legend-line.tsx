import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '#components/ui/button.tsx';
import { ClassGlyph } from '#components/ui/class-glyph.tsx';
import { FenceGlyph } from '#components/ui/fence-glyph.tsx';
import { FlowLine } from '#components/ui/flow-line.tsx';
import { hasWord, toggleWord } from '#lib/graph/filter/filter-words.ts';
import { LEGEND } from '#lib/text/en/map.ts';
import type { LegendProps } from './legend.tsx';

const CLASSES = ['personal', 'special', 'pseudonymised', 'unknown'] as const;

/** The legend over tiles: one line above them, since a card would lie on namespaces. */
export function LegendLine({ filter, onFilter, onHide }: Omit<LegendProps, 'hasPartly'>) {
  const item = (term: string, label: string, sign: ReactNode) => (
    <li key={term}>
      <button
        type="button"
        aria-pressed={hasWord(filter, term)}
        onClick={() => onFilter(toggleWord(filter, term))}
        className={`flex min-h-6 items-center gap-1.5 rounded-sm px-1.5 hover:bg-hover ${hasWord(filter, term) ? 'bg-selected text-ink' : ''}`}
      >
        {sign}
        {label}
      </button>
    </li>
  );
  return (
    <section
      aria-label={LEGEND.title}
      className="no-print flex h-8 shrink-0 items-center justify-end border-b border-line-faint bg-surface pr-1.5 pl-4 text-[11.5px] whitespace-nowrap text-ink-2 max-rail:hidden"
    >
      <span className="mr-2 flex items-center gap-1.5">
        <FenceGlyph isolation={{ ingress: 'yes', egress: 'no' }} />
        {LEGEND.isolatedInOut}
      </span>
      <ul className="flex min-w-0 items-center overflow-hidden">
        {CLASSES.map((each) => item(`class:${each}`, LEGEND[each], <ClassGlyph dataClass={each} size={11} />))}
        {item('verdict:depends', LEGEND.depends, <FlowLine state="depends" />)}
        {item('gap:any', LEGEND.gap, <FlowLine state="gap" severity="critical" />)}
      </ul>
      <Button variant="quiet" size="sm" icon aria-label={LEGEND.hide} onClick={onHide}>
        <X className="size-3.5" aria-hidden="true" />
      </Button>
    </section>
  );
}

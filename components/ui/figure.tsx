import { bounded } from '#lib/text/en/shell.ts';

interface FigureProps {
  readonly value: number;
  readonly label: string;
  /** There may be more: not all was read. */
  readonly atLeast?: boolean;
  /** No line stands behind it. */
  readonly last?: boolean;
}

/** One of the large numbers at the head of a page. */
export function Figure({ value, label, atLeast = false, last = false }: FigureProps) {
  return (
    <p className={`flex h-7 items-baseline gap-2 pr-5 whitespace-nowrap ${last ? '' : 'mr-5 border-r border-line'}`}>
      <span className="text-[22px] leading-7 font-semibold tracking-tight tabular-nums">{bounded(value, atLeast)}</span>
      <span className="text-ink-2">{label}</span>
    </p>
  );
}

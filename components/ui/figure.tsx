import { count } from '#lib/text/en/count.ts';

interface FigureProps {
  readonly value: number;
  readonly label: string;
  /** No line stands behind it. */
  readonly last?: boolean;
}

/** One of the large numbers at the head of a page. */
export function Figure({ value, label, last = false }: FigureProps) {
  return (
    <p className={`flex h-7 items-baseline gap-2 pr-5 whitespace-nowrap ${last ? '' : 'mr-5 border-r border-line'}`}>
      <span className="text-[22px] leading-7 font-semibold tracking-tight tabular-nums">{count(value)}</span>
      <span className="text-ink-2">{label}</span>
    </p>
  );
}

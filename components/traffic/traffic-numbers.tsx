import { RadioTower } from 'lucide-react';
import { Figure } from '#components/ui/figure.tsx';
import { Term } from '#components/ui/term.tsx';
import type { ObservedView } from '#lib/api/observed-schemas.ts';
import { STRIP_WORDS, TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface TrafficNumbersProps {
  readonly view: ObservedView;
  /** "24 h" */
  readonly window: string;
  readonly coverage: string;
}

/** How much of what is allowed was used, what passed although denied, what nobody used; beside it what was observed. */
export function TrafficNumbers({
  view: { counts, permitted, permittedUsed, refusedThoughAllowed },
  window,
  coverage,
}: TrafficNumbersProps) {
  return (
    <section
      aria-label={TRAFFIC_PAGE.numbers}
      className="flex min-h-14 shrink-0 flex-wrap items-center gap-y-1 border-b border-line bg-page px-4 py-1"
    >
      <Figure value={permittedUsed} label={STRIP_WORDS.used(permitted)} />
      <Figure value={counts['seen-denied']} label={STRIP_WORDS.seenDenied} />
      {refusedThoughAllowed === 0 ? null : <Figure value={refusedThoughAllowed} label={STRIP_WORDS.refused} />}
      <Figure value={counts.unused} label={STRIP_WORDS.unused(window)} last />
      <p className="ml-auto flex min-w-0 items-center gap-1.5 text-ink-2">
        <RadioTower className="size-3.5 shrink-0" strokeWidth={1.8} aria-hidden="true" />
        <span className="min-w-0 [&_button]:text-left">
          <Term of="coverage">{visibleText(coverage)}</Term>
        </span>
      </p>
    </section>
  );
}

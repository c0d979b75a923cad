'use client';

import { CornerDownLeft } from 'lucide-react';
import { usePathname, useRouter } from 'next/navigation';
import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { Button } from '#components/ui/button.tsx';
import { TOUR, TOUR_STEPS, type TourNumbers, type TourTarget } from '#lib/text/en/tour.ts';
import { coachPlace, type Rect } from './coach-place.ts';
import { useTarget } from './use-target.ts';

const RING = 4; // pixels round the target
const EDGE = 2; // the ring stays in the window

interface TourProps {
  readonly cluster: string;
  readonly numbers: TourNumbers;
  /** Skipped or done: it does not come again by itself. */
  readonly onEnd: () => void;
}

const PAGE_OF: Readonly<Record<TourTarget, 'map' | 'gaps'>> = {
  numbers: 'map',
  map: 'map',
  gap: 'gaps',
  why: 'gaps',
  fix: 'gaps',
};

/** Coach marks over the page itself: a ring round what a step speaks of, a card beside it. The page stays usable. */
export function Tour({ cluster, numbers, onEnd }: TourProps) {
  const router = useRouter();
  const path = usePathname();
  const [at, setAt] = useState(0);
  const step = TOUR_STEPS[at] ?? TOUR_STEPS[0];
  const place = useTarget(step.target);
  const titleId = useId();
  const textId = useId();
  const next = useRef<HTMLButtonElement>(null);
  const before = useRef<Element>(null);

  const go = (to: number): void => {
    setAt(to);
    const wanted = TOUR_STEPS[to]?.target;
    const page = wanted === undefined ? path : clusterHref(cluster, PAGE_OF[wanted]);
    if (page !== path) router.push(page);
  };

  const end = (): void => {
    onEnd();
    if (before.current instanceof HTMLElement) before.current.focus();
  };
  const latest = useRef(end);
  latest.current = end;
  useEffect(() => {
    before.current = document.activeElement;
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      latest.current();
    };
    window.addEventListener('keydown', onKeyDown, { capture: true });
    return () => window.removeEventListener('keydown', onKeyDown, { capture: true });
  }, []);
  // the card takes the focus with each step, so that Enter goes on
  // biome-ignore lint/correctness/useExhaustiveDependencies: with each step
  useEffect(() => next.current?.focus({ preventScroll: true }), [at]);

  const card = useRef<HTMLDivElement>(null);
  const [corner, setCorner] = useState<{ readonly left: number; readonly top: number }>();
  useLayoutEffect(() => {
    if (card.current === null) return;
    const { width, height } = card.current.getBoundingClientRect();
    setCorner(coachPlace(place, { width, height }, { width: window.innerWidth, height: window.innerHeight }));
  }, [place]);

  const isLast = at === TOUR_STEPS.length - 1;
  return (
    <>
      {place === undefined ? null : (
        <div
          aria-hidden="true"
          className="pointer-events-none fixed z-40 rounded-lg shadow-[0_0_0_2px_var(--color-accent),0_0_0_200vmax_var(--color-scrim)]"
          style={ringOf(place)}
        />
      )}
      <div
        ref={card}
        role="dialog"
        aria-labelledby={titleId}
        aria-describedby={textId}
        className="fixed z-50 w-[372px] max-w-[calc(100vw-24px)] rounded-lg border border-line bg-overlay p-4 shadow-dialog"
        style={corner ?? { left: EDGE, top: EDGE, opacity: 0 }} // not hidden: it takes the focus
      >
        <p className="flex items-center text-xs text-ink-2">
          <span className="flex-1">{TOUR.stepOf(at + 1, TOUR_STEPS.length)}</span>
          <Button size="sm" variant="quiet" aria-keyshortcuts="Escape" onClick={end}>
            {TOUR.skip}
          </Button>
        </p>
        <h2 id={titleId} className="mt-0.5 text-md font-semibold">
          {step.title}
        </h2>
        <p id={textId} className="mt-1 text-ink-2">
          {step.says(numbers)}
        </p>
        <p className="mt-3 flex items-center gap-2">
          <span aria-hidden="true" className="flex flex-1 gap-1">
            {TOUR_STEPS.map(({ target }, index) => (
              <span key={target} className={`h-1 w-3 rounded-full ${index <= at ? 'bg-accent' : 'bg-line'}`} />
            ))}
          </span>
          {at === 0 ? null : (
            <Button variant="quiet" onClick={() => go(at - 1)}>
              {TOUR.back}
            </Button>
          )}
          <Button ref={next} variant="primary" onClick={isLast ? end : () => go(at + 1)}>
            {isLast ? TOUR.done : TOUR.next}
            <CornerDownLeft className="size-3" aria-hidden="true" />
          </Button>
        </p>
      </div>
    </>
  );
}

/** Round the target, and whole in the window. */
function ringOf({ left, top, width, height }: Rect): Rect {
  const [x, y] = [Math.max(EDGE, left - RING), Math.max(EDGE, top - RING)];
  return {
    left: x,
    top: y,
    width: Math.min(left + width + RING, window.innerWidth - EDGE) - x,
    height: Math.min(top + height + RING, window.innerHeight - EDGE) - y,
  };
}

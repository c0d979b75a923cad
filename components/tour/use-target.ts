import { useEffect, useState } from 'react';
import type { TourTarget } from '#lib/text/en/tour.ts';
import type { Rect } from './coach-place.ts';

const LOOKED_EVERY_MS = 150; // pages load, panels fold: nothing tells when a place has moved

/** Where the part of the page is that a step speaks of; undefined until it is there. */
export function useTarget(target: TourTarget): Rect | undefined {
  const [place, setPlace] = useState<Rect>();
  useEffect(() => {
    let hasScrolled = false;
    const look = (): void => {
      const element = document.querySelector(`[data-tour="${target}"]`);
      if (element !== null && !hasScrolled) {
        hasScrolled = true;
        element.scrollIntoView({ block: 'nearest' });
      }
      const box = element?.getBoundingClientRect();
      setPlace((known) => {
        if (box === undefined || box.width === 0) return undefined;
        const { left, top, width, height } = box;
        const isSame =
          known !== undefined &&
          [known.left - left, known.top - top, known.width - width, known.height - height].every((by) => by === 0);
        return isSame ? known : { left, top, width, height };
      });
    };
    setPlace(undefined);
    look();
    const timer = setInterval(look, LOOKED_EVERY_MS);
    return () => clearInterval(timer);
  }, [target]);
  return place;
}

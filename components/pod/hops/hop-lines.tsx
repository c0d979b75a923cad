'use client';

import { type RefObject, useLayoutEffect, useState } from 'react';

/** One connection of the chosen way, between two rows that are on the page. */
export interface HopLine {
  /** `data-hop` of the rows that it joins, the nearer one first. */
  readonly near: string;
  readonly far: string;
  readonly depends: boolean;
  readonly colour: string;
}

interface HopLinesProps {
  readonly lines: readonly HopLine[];
  /** Where one walks in, the arrows point to the pod. */
  readonly inwards: boolean;
  /** The box in which the rows are. */
  readonly box: RefObject<HTMLElement | null>;
  /** Changes when rows may have moved. */
  readonly layout: unknown;
}

/** Lines of the chosen way only, drawn over the room between the columns. Where columns are stacked there are none. */
export function HopLines({ lines, inwards, box, layout }: HopLinesProps) {
  const [drawn, setDrawn] = useState<readonly { readonly line: HopLine; readonly path: string }[]>([]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: layout stands for where the rows are
  useLayoutEffect(() => {
    const element = box.current;
    if (element === null) return;
    const measure = (): void => {
      const origin = element.getBoundingClientRect();
      const rectOf = (id: string): DOMRect | undefined =>
        element.querySelector(`[data-hop="${CSS.escape(id)}"]`)?.getBoundingClientRect();
      setDrawn(
        lines.flatMap((line) => {
          const [near, far] = [rectOf(line.near), rectOf(line.far)];
          if (near === undefined || far === undefined || far.left < near.right) return [];
          const [x1, y1] = [near.right - origin.left, near.top + near.height / 2 - origin.top];
          const [x2, y2] = [far.left - origin.left, far.top + far.height / 2 - origin.top];
          const middle = Math.round((x1 + x2) / 2) + 0.5;
          return [{ line, path: `M${x1} ${y1}H${middle}V${y2}H${x2}` }];
        }),
      );
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [lines, box, layout]);
  return (
    <svg aria-hidden="true" className="pointer-events-none absolute inset-0 size-full overflow-visible">
      <defs>
        <marker
          id="hop-arrow"
          viewBox="0 0 8 8"
          refX="7"
          refY="4"
          markerWidth="7"
          markerHeight="7"
          orient="auto-start-reverse"
        >
          <path d="M0 0.5 7.5 4 0 7.5z" fill="context-stroke" />
        </marker>
      </defs>
      {drawn.map(({ line, path }) => (
        <path
          key={`${line.near} ${line.far}`}
          d={path}
          fill="none"
          stroke={line.colour}
          strokeWidth={1.6}
          strokeDasharray={line.depends ? '4 3' : undefined}
          markerEnd={inwards ? undefined : 'url(#hop-arrow)'}
          markerStart={inwards ? 'url(#hop-arrow)' : undefined}
        />
      ))}
    </svg>
  );
}

import { compareNames } from '#lib/text/compare-names.ts';
import { wayInWords } from '#lib/text/en/checks/exp.ts';
import { count } from '#lib/text/en/count.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { CHAPTERS, EXPOSURE } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { workloadsInWords } from './workload-lists.ts';

const MOST_NAMED = 6;

export function exposureChapter({ derived: { exposure } }: Evidence): Chapter {
  const { sources, maxHops } = exposure;
  const workloads = exposure.workloads.toSorted((a, b) => compareNames(a.workload, b.workload));
  const table: Block = {
    type: 'table',
    widths: [1.2, 0, 2, 0, 0],
    right: [3],
    head: EXPOSURE.head,
    rows: workloads.map(({ workload, dataClass, path, cut }) => {
      const through = path === undefined ? EXPOSURE.noPath : wayInWords(path.through, path.proxy);
      return [
        workload,
        classWords(dataClass),
        path?.side === 'may' ? EXPOSURE.depends(through) : through,
        path === undefined ? '–' : count(path.ways),
        cut === undefined ? '–' : EXPOSURE.cut(cut.connections),
      ];
    }),
  };
  const cuts = workloads.flatMap(({ workload, cut }) =>
    cut === undefined || cut.parts.length === 0 ? [] : [{ workload, cut }],
  );
  return {
    title: CHAPTERS.exposure,
    numbered: true,
    blocks: [
      { type: 'text', text: EXPOSURE.intro(maxHops) },
      ...(workloads.length === 0 ? [{ type: 'text' as const, text: EXPOSURE.none }] : [table]),
      ...(cuts.length === 0
        ? []
        : [
            { type: 'head' as const, text: EXPOSURE.cutHead },
            {
              type: 'lines' as const,
              items: cuts.map(({ workload, cut }) => ({
                name: workload,
                text: cut.parts
                  .map(({ from, to }) => {
                    const names = sources[from] ?? [];
                    return EXPOSURE.cutLine(workloadsInWords(names, MOST_NAMED), workloadsInWords(to, MOST_NAMED));
                  })
                  .join('; '),
              })),
            },
          ]),
    ],
  };
}

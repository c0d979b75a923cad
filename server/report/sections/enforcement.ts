import { countOf } from '#lib/text/en/count.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { CHAPTERS, ENFORCEMENT } from '#lib/text/en/report-sections.ts';
import type { Block, Chapter } from '../document/blocks.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { edgesOfRelation } from '../evidence/workload-relation.ts';
import { isPolicyOfOthers } from './unevaluated.ts';

export function enforcementChapter(evidence: Evidence): Chapter {
  return {
    title: CHAPTERS.enforcement,
    numbered: true,
    blocks: [
      { type: 'text', text: ENFORCEMENT.intro },
      enforcementBox(evidence),
      { type: 'small', text: ENFORCEMENT.untested },
    ],
  };
}

/** How sure it is that policies hold: plugin, test, kinds left out, what depends. */
export function enforcementBox(evidence: Evidence): Block {
  const { enforcementRows: rows, enforcementState } = REPORT;
  const kinds = new Map<string, number>();
  for (const object of evidence.inputs.objects) {
    if (isPolicyOfOthers(object)) kinds.set(object.kind, (kinds.get(object.kind) ?? 0) + 1);
  }
  const left = [...kinds].map(([kind, number]) => countOf(number, kind, kind)).join(', ');
  return {
    type: 'box',
    title: REPORT.enforcement,
    aside: enforcementState[enforcementKnown(evidence)],
    rows: [
      [rows.plugin, evidence.enforcement ?? enforcementState.unknown],
      [rows.test, rows.testNone],
      [rows.notEvaluated, left === '' ? rows.notEvaluatedNone : left],
      [rows.undecided, undecidedWorkloads(evidence)],
    ],
  };
}

/** As ENF-001 judges. */
export function enforcementKnown({ checks }: Evidence): keyof typeof REPORT.enforcementState {
  const counts = checks.find(({ id }) => id === 'ENF-001')?.counts;
  if (counts === undefined || counts.UNKNOWN > 0) return 'unknown';
  return counts.FAIL > 0 || counts.WAIVED > 0 ? 'no' : counts.PASS > 0 ? 'yes' : 'unknown';
}

/** Workloads at an end of a connection that depends. */
function undecidedWorkloads({ relation, classification }: Evidence): string {
  const workloads = new Set(classification.map(({ workload }) => workload));
  const undecided = new Set<string>();
  for (const { from, to, depends } of edgesOfRelation(relation)) {
    if (isNoPort(depends)) continue;
    if (workloads.has(from)) undecided.add(from);
    if (workloads.has(to)) undecided.add(to);
  }
  return REPORT.undecided(undecided.size, workloads.size);
}

import { GOV_001, type RecordField } from '#lib/text/en/checks/gov.ts';
import { askedWorkloads } from '../asked-subjects.ts';
import { baseSeverity } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import type { Gap } from '../types.ts';
import type { WorkloadData } from '../workload-data.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

const FIELDS: readonly RecordField[] = ['owner', 'purposes', 'record', 'subjects', 'retention'];

/** Personal data without what the record of processing activities needs (gdpr.md §3, GOV-001). */
export const gov001: Check = {
  id: 'GOV-001',
  each: 'workload',
  run: (context, asked) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    for (const workload of askedWorkloads(context, asked)) {
      const data = context.dataOf(workload);
      if (!isInScope(data.classification) || data.recordExempt !== undefined) {
        notApplicable++;
        continue;
      }
      const missing = missingFields(data);
      if (missing.length === 0) passed++;
      else if (data.classification.basis === 'unknown' && data.noOwnData !== undefined) {
        notEvaluated.push(GOV_001.infrastructure(workload.key));
      } else gaps.push(gapOf(context, workload, data, missing));
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

function missingFields(data: WorkloadData): readonly RecordField[] {
  return FIELDS.filter((field) => data[field] === undefined);
}

function gapOf(
  context: CheckContext,
  workload: WorkloadFacts,
  { classification }: WorkloadData,
  missing: readonly RecordField[],
): Gap {
  // Of an unknown class nobody knows whether there is anything to record.
  const upTo = classification.dataClass === 'unknown';
  return buildGap(context, {
    check: 'GOV-001',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: upTo
      ? { severity: 'info', derivation: GOV_001.derivationUnknown }
      : baseSeverity('GOV-001', 'low', classification, false),
    title: GOV_001.title(workload.name, missing.length, upTo),
    summary: () => GOV_001.summary(workload.name, missing, upTo),
    subject: workload,
    witness: [],
    peers: [],
    classification,
    fix: () => ({ yaml: '', note: GOV_001.fix(missing) }),
    unknownBecause: upTo ? [GOV_001.unknownBecause] : [],
    identity: { peer: '', direction: '' },
  });
}

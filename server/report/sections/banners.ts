import { REPORT, timestamp } from '#lib/text/en/report.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { enforcementKnown } from './enforcement.ts';

/** What whoever reads a single page has to know: on every page. */
export function bannersOf(evidence: Evidence): readonly string[] {
  const list: string[] = [];
  list.push(REPORT.bannerEnforcement[enforcementKnown(evidence)]);
  if (evidence.scope !== undefined) list.push(REPORT.bannerPartial(evidence.scope.namespaces.join(', ')));
  if (evidence.source.state === 'lost')
    list.push(REPORT.bannerStale(timestamp(evidence.source.asOf ?? evidence.taken)));
  const incomplete = evidence.completeness.kinds.some(({ state }) => state !== 'read' && state !== 'absent');
  if (incomplete || evidence.completeness.unread.length > 0) list.push(REPORT.bannerIncomplete);
  return list;
}

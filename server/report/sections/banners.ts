import { REPORT, timestamp } from '#lib/text/en/report.ts';
import type { Evidence } from '../evidence/evidence.ts';

/** What whoever reads a single page has to know: on every page. */
export function bannersOf(evidence: Evidence): readonly string[] {
  const list: string[] = [];
  const { enforced } = evidence.profile;
  if (enforced === 'unknown') list.push(REPORT.bannerEnforcement);
  if (enforced === 'no') list.push(REPORT.bannerNotEnforced);
  if (evidence.scope !== undefined) list.push(REPORT.bannerPartial(evidence.scope.namespaces.join(', ')));
  if (evidence.source.state === 'lost')
    list.push(REPORT.bannerStale(timestamp(evidence.source.asOf ?? evidence.taken)));
  const incomplete = evidence.completeness.kinds.some(({ state }) => state !== 'read' && state !== 'absent');
  if (incomplete || evidence.completeness.unread.length > 0) list.push(REPORT.bannerIncomplete);
  return list;
}

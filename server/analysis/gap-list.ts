import { RingfenceError } from '#lib/api/errors.ts';
import type { GapList, GapListItem, GapView, ListedWaivers } from '#lib/api/gap-types.ts';
import { inReadingOrder } from '#lib/gdpr/gap-order.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import type { WaiverReport } from '#lib/gdpr/waivers/types.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';

/** All gaps of a revision as lists show them. */
export function gapList(analysis: Analysis): GapList {
  const { revision, gapReport, seen } = analysis;
  return {
    revision,
    summary: gapReport.summary,
    ...(gapReport.passes === undefined ? {} : { passes: gapReport.passes }),
    gaps: inReadingOrder(gapReport.gaps).map((gap) => gapListItem(analysis, gap)),
    checks: gapReport.checks.map(({ id, title, counts }) => ({ id, title, counts })),
    ...(gapReport.waivers === undefined ? {} : { waivers: listedWaivers(gapReport.waivers) }),
    ...(seen?.begun === undefined ? {} : { watchedSince: seen.begun, closed: seen.closed() }),
  };
}

function listedWaivers({ asOf, waivers }: WaiverReport): ListedWaivers {
  return {
    asOf,
    waivers: waivers.map(({ waiver: { peers: _, ...waiver }, ...health }) => ({ ...health, waiver })),
  };
}

export function gapListItem({ seen }: Analysis, gap: Gap): GapListItem {
  const { id, check, result, severity, title, subject, articles, classification } = gap;
  const firstSeen = seen?.since(gap.fingerprint);
  return {
    ...{ id, check, result, severity, title, subject },
    articles: articles.map(({ article }) => article),
    dataClass: classification.dataClass,
    ...(firstSeen === undefined ? {} : { firstSeen }),
  };
}

/** One gap whole, without computing what its fix does. Throws NOT_FOUND. */
export function gapView({ revision, gaps, gapReport, model, seen }: Analysis, id: string): GapView {
  const gap = gaps.byId(id);
  if (gap === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchGap(id));
  const { namespace } = gap.subject;
  const firstSeen = seen?.since(gap.fingerprint);
  const { yaml, note } = gap.fix;
  const { waiver } = gapReport.waivers?.waivers.find((each) => each.waiver.id === gap.waiver?.id) ?? {};
  return {
    revision,
    gap: { ...gap, fix: { yaml, note } },
    ...(waiver === undefined ? {} : { waiverFrom: waiver.origin.from }),
    policiesChecked: model.policies.filter(({ policy }) => policy.namespace === namespace).length,
    ...(firstSeen === undefined ? {} : { firstSeen }),
  };
}

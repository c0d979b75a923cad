import { RingfenceError } from '#lib/api/errors.ts';
import type { GapList, GapListItem, GapView } from '#lib/api/types.ts';
import type { Gap } from '#lib/gdpr/types.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';

/** All gaps of a revision as lists show them. */
export function gapList(analysis: Analysis): GapList {
  const { revision, gapReport, seen } = analysis;
  return {
    revision,
    ...gapReport,
    gaps: gapReport.gaps.map((gap) => gapListItem(analysis, gap)),
    ...(seen?.begun === undefined ? {} : { watchedSince: seen.begun }),
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

/** One gap whole. Throws NOT_FOUND. */
export function gapView({ revision, gaps, model, seen }: Analysis, id: string): GapView {
  const gap = gaps.byId(id);
  if (gap === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchGap(id));
  const { namespace } = gap.subject;
  const firstSeen = seen?.since(gap.fingerprint);
  return {
    revision,
    gap,
    policiesChecked: model.policies.filter(({ policy }) => policy.namespace === namespace).length,
    ...(firstSeen === undefined ? {} : { firstSeen }),
  };
}

import { classifyWorkloads } from '#lib/gdpr/classify.ts';
import { lazily } from '#lib/gdpr/lazily.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import type { Classification, Gap } from '#lib/gdpr/types.ts';
import { type ClusterSubjects, clusterSubjects } from '#lib/graph/filter/cluster-subjects.ts';
import type { Filter, FilterPlace } from '#lib/graph/filter/filter-language.ts';
import { asksForDenied } from '#lib/graph/filter/match-line.ts';
import { parseFilter } from '#lib/graph/filter/parse-filter.ts';
import { filterErrorSentence } from '#lib/text/en/filter.ts';
import { FILTER_OPTION } from '#lib/text/en/filter-option.ts';
import { adequacyOption } from './adequacy-option.ts';
import { type CommandLine, text, usage } from './options.ts';
import type { Input } from './read-input.ts';

/** Beside a command's own options. */
export const FILTER = { filter: { type: 'string' } } as const;

/**
 * `--filter TEXT`, the language of the page's filter.
 * @throws RingfenceError USAGE with a sentence that names the column.
 */
export function filterOption(own: CommandLine['own'], place: FilterPlace): Filter | undefined {
  const written = text(own.filter);
  if (written === undefined) return undefined;
  const filter = parseFilter(written, place);
  const [error] = filter.errors;
  if (error !== undefined) {
    const hint = error.suggestion === undefined ? '' : ` ${FILTER_OPTION.didYouMean(error.suggestion)}`;
    throw usage(`--filter: ${filterErrorSentence(error)}${hint}`);
  }
  if (filter.terms.some(asksForDenied)) throw usage(FILTER_OPTION.denied);
  return filter;
}

/** What a filter is asked of; the checks run where it asks for gaps. */
export function subjectsOfInput(
  input: Input,
  gaps: () => readonly Gap[] = () =>
    runChecks(input.model(), { taken: input.taken, dataMap: input.dataMap, ...adequacyOption(input) }).gaps,
): { readonly subjects: ClusterSubjects; readonly gaps: () => readonly Gap[] } {
  const classes = lazily(() => classifyWorkloads(input.model(), input.dataMap));
  const found = lazily(gaps);
  const classificationOf = (workload: string): Classification =>
    classes().get(workload) ?? { dataClass: 'unknown', basis: 'unknown', source: '', dataAtRest: false };
  return { subjects: clusterSubjects({ model: input.model(), classificationOf, gaps: found }), gaps: found };
}

import type { CandidateView } from '#lib/api/simulation-schemas.ts';
import { findCandidate } from '#lib/policy/candidate/find-candidate.ts';
import type { Wanted } from '#lib/policy/candidate/types.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import type { Analysis } from './analysis.ts';
import { askedPort, type ExplainQuery } from './explain-view.ts';

/** What would open or block a connection. Costs a compilation for each change that is tried. Throws BAD_REQUEST. */
export function candidateView(
  { model, revision }: Analysis,
  { from, to, port, want }: ExplainQuery & { readonly want: Wanted },
): CandidateView {
  const question = { from: parseEndpoint(from), to: parseEndpoint(to), ...askedPort(port) };
  return { revision, ...findCandidate(model, question, want) };
}

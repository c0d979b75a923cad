/** Words of `--filter` on the command line. */
import { count, countOf } from './count.ts';

export const FILTER_OPTION = {
  denied: '--filter: verdict:denied cannot be answered here: denied pairs are not listed. Ask ringfence reach.',
  notForExpectations: '--filter is not for -o expectations: policy tests are of everything.',
  hubsByOwnName:
    'The filter looks at any-pod as one: what it stands for may have connections that are not listed. --expand looks at every pair.',
  didYouMean: (suggestion: string): string => `Did you mean ${suggestion}?`,
  gaps: (kept: number, of: number): string => `The filter keeps ${count(kept)} of ${countOf(of, 'gap')}.`,
} as const;

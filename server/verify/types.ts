import type { ChainLink } from '#server/report/evidence/chain-link.ts';
import type { Difference } from './first-difference.ts';

/** What is looked at, in this order. */
export const VERIFY_STEPS = ['package', 'form', 'parts', 'results', 'chain', 'pages', 'tables', 'signature'] as const;
export type VerifyStep = (typeof VERIFY_STEPS)[number];

/**
 * `ok`: as it must be. `altered`: it is not. `rules-changed`: results differ, and rules other than those of the file were
 * asked. `not-checked`: it could not be looked at, and says why.
 */
export const FINDING_STATES = ['ok', 'altered', 'rules-changed', 'not-checked'] as const;

export interface Finding {
  readonly step: VerifyStep;
  readonly state: (typeof FINDING_STATES)[number];
  readonly sentence: string;
  /** The first of them. */
  readonly difference?: Difference;
}

/** `pages-not-checked`: the evidence is intact, and nobody looked at the pages or tables that stand beside it. */
export const VERDICTS = ['intact', 'pages-not-checked', 'rules-changed', 'altered'] as const;

/** What `ringfence verify` found. */
export interface Verification {
  readonly verdict: (typeof VERDICTS)[number];
  /** As the file says it; absent where that much cannot be read. */
  readonly made?: {
    readonly schema: string;
    readonly version: string;
    readonly ruleSet: string;
    readonly cluster: string;
    readonly taken: string;
  };
  /** SHA-256 of the bytes of `evidence.json`, computed here. */
  readonly evidence: string;
  /** The link of the chain that follows from it, and its hash; absent where no store took part. */
  readonly chain?: ChainLink & { readonly hash: string };
  readonly findings: readonly Finding[];
}

/** One alteration outweighs everything; nothing is intact of which a part that people read was not looked at. */
export function verdictOf(findings: readonly Finding[]): Verification['verdict'] {
  if (findings.some(({ state }) => state === 'altered')) return 'altered';
  if (findings.some(({ state }) => state === 'rules-changed')) return 'rules-changed';
  const isUnseen = findings.some(
    ({ step, state }) => (step === 'pages' || step === 'tables') && state === 'not-checked',
  );
  return isUnseen ? 'pages-not-checked' : 'intact';
}

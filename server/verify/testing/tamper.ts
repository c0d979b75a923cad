import { isRingfenceError } from '#lib/api/errors.ts';
import { Random } from '#lib/policy/testing/random.ts';
import { verifyEvidence } from '../verify-evidence.ts';
import { mutate, type Subject } from './mutate.ts';
import { smallSnapshot } from './small-snapshot.ts';

export interface Tampering {
  readonly mutations: number;
  /** What was altered, and passed for unaltered. Empty when all is well. */
  readonly missed: readonly string[];
}

/** So many random alterations of one snapshot, each verified alone. The same seed gives the same. */
export function tamper(mutations: number, seed: number, tell: (line: string) => void = () => {}): Tampering {
  const { bytes, link } = smallSnapshot();
  const missed: string[] = [];
  for (let number = 0; number < mutations; number++) {
    const { told, subject } = mutate(new Random(seed + number), { evidence: bytes, link });
    if (!isFound(subject)) missed.push(`seed ${seed + number}: ${told}`);
    if ((number + 1) % 100 === 0) tell(`${number + 1} alterations, ${missed.length} missed`);
  }
  return { mutations, missed };
}

/** Altered, or refused as not ours or newer; everything else would let it pass. */
function isFound({ evidence, link }: Subject): boolean {
  try {
    return verifyEvidence(evidence, 'evidence.json', link).verdict === 'altered';
  } catch (error) {
    if (isRingfenceError(error) && error.code === 'UNREADABLE_INPUT') return true;
    throw error;
  }
}

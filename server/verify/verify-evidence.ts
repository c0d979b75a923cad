import { createHash } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { canonicalChunks, canonicalJson } from '#server/report/evidence/canonical-json.ts';
import { type ChainLink, linkHash } from '#server/report/evidence/chain-link.ts';
import { hashesOfParts } from '#server/report/evidence/seal-evidence.ts';
import { edgesIn } from '#server/report/evidence/workload-relation.ts';
import { firstDifference } from './first-difference.ts';
import { isKnownVersion } from './maker-version.ts';
import { type EvidenceFile, parseEvidence } from './parse-evidence.ts';
import { differenceOutsideRules, hasSameRules, type Recomputed, recompute } from './recompute.ts';
import { type Finding, type Verification, verdictOf } from './types.ts';

/** A verification, and what was computed again, for whoever compares pages with it. */
export interface EvidenceVerification extends Verification {
  readonly recomputed?: Recomputed;
  /** Whether this version made it. */
  readonly sameRules: boolean;
}

/**
 * Verifies the bytes of `evidence.json` against themselves. Throws UNREADABLE_INPUT for what is not ours or newer.
 * @param name of the file, for sentences.
 * @param link as it stands beside the evidence in a document or package: text of `chain.json`.
 */
export function verifyEvidence(bytes: Uint8Array, name: string, link?: string): EvidenceVerification {
  const evidence = createHash('sha256').update(bytes).digest('hex');
  const file = parseEvidence(bytes, name);
  if (file === undefined) {
    const findings: readonly Finding[] = [{ step: 'form', state: 'altered', sentence: VERIFY.unreadable }];
    return { verdict: verdictOf(findings), evidence, findings, sameRules: false };
  }
  const made = madeOf(file);
  const chain = chainOf(file, evidence);
  const findings: Finding[] = [formOf(bytes, file), partsOf(file)];
  const links = linkFindings(chain, link);
  refuseUnknownMaker(file, name, verdictOf([...findings, ...links]));
  const { finding, recomputed } = resultsOf(file);
  findings.push(finding, ...links);
  return {
    verdict: verdictOf(findings),
    made,
    evidence,
    ...(chain === undefined ? {} : { chain }),
    findings,
    ...(recomputed === undefined ? {} : { recomputed }),
    sameRules: hasSameRules(file),
  };
}

/** Of what a newer version made only an alteration can be told: what it computes, nobody here can compute again. */
function refuseUnknownMaker(file: EvidenceFile, name: string, verdict: Verification['verdict']): void {
  const version = (file.tool as { version?: unknown } | null | undefined)?.version;
  if (verdict === 'altered' || typeof version !== 'string' || isKnownVersion(version)) return;
  throw new RingfenceError('UNREADABLE_INPUT', VERIFY.unknownMaker(name, version));
}

/** Canonical JSON has one form, to the byte: whatever was written into it by hand shows. */
function formOf(bytes: Uint8Array, file: EvidenceFile): Finding {
  let at = 0;
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const chunk of canonicalChunks(file)) {
    const expected = Buffer.from(chunk, 'utf8');
    if (!buffer.subarray(at, at + expected.length).equals(expected)) return notCanonical(at);
    at += expected.length;
  }
  return at === bytes.byteLength ? { step: 'form', state: 'ok', sentence: VERIFY.formOk } : notCanonical(at);
}

function notCanonical(byte: number): Finding {
  return { step: 'form', state: 'altered', sentence: VERIFY.notCanonical(byte) };
}

function partsOf(file: EvidenceFile): Finding {
  const hashes = hashesOfParts(file);
  const difference = firstDifference(hashes, file.parts, '$.parts');
  if (difference === undefined) {
    return { step: 'parts', state: 'ok', sentence: VERIFY.partsOk(Object.keys(hashes).length) };
  }
  return { step: 'parts', state: 'altered', sentence: VERIFY.partAltered(difference.path), difference };
}

function resultsOf(file: EvidenceFile): { readonly finding: Finding; readonly recomputed?: Recomputed } {
  const outside = differenceOutsideRules(file);
  if (outside !== undefined) {
    return { finding: { step: 'results', state: 'altered', sentence: VERIFY.notAsWritten, difference: outside } };
  }
  const sameRules = hasSameRules(file);
  const recomputed = recompute(file);
  if ('path' in recomputed) {
    const state = sameRules ? 'altered' : 'rules-changed';
    return {
      finding: { step: 'results', state, sentence: VERIFY.inputsUnreadable(sameRules), difference: recomputed },
    };
  }
  const difference = firstDifferentMember(recomputed.evidence, file, sameRules ? NO_MEMBERS : OF_THE_RULES);
  if (difference === undefined) {
    const { gaps, relation, checks } = recomputed.evidence;
    const sentence = VERIFY.resultsOk(checks.length, gaps.length, edgesIn(relation), sameRules);
    return { finding: { step: 'results', state: 'ok', sentence }, recomputed };
  }
  const state = sameRules ? 'altered' : 'rules-changed';
  return { finding: { step: 'results', state, sentence: VERIFY.resultsDiffer(sameRules), difference }, recomputed };
}

const NO_MEMBERS: ReadonlySet<string> = new Set();
/** What another version says of itself. */
const OF_THE_RULES: ReadonlySet<string> = new Set(['tool', 'dataTables']);

/** In the order in which evidence is computed: what comes first is the cause of what follows. */
function firstDifferentMember(expected: object, file: EvidenceFile, without: ReadonlySet<string>) {
  const names = new Set(['inputs', 'revision', ...Object.keys(expected), ...Object.keys(file)]);
  for (const name of names) {
    if (name === 'parts' || without.has(name)) continue;
    const computed: unknown = (expected as EvidenceFile)[name];
    // Through JSON, as the file went: undefined members are absent there.
    const plain: unknown = computed === undefined ? undefined : JSON.parse(canonicalJson(computed));
    const difference = firstDifference(plain, Object.hasOwn(file, name) ? file[name] : undefined, `$.${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Undefined where no store took part. */
function chainOf({ chain, taken }: EvidenceFile, evidence: string): Verification['chain'] {
  const { seq, prev } = (chain ?? {}) as Partial<ChainLink>;
  if (typeof seq !== 'number' || (prev !== null && typeof prev !== 'string') || typeof taken !== 'string') {
    return undefined;
  }
  const link: ChainLink = { seq, prev, evidence, taken };
  return { ...link, hash: linkHash(link) };
}

function linkFindings(chain: Verification['chain'], link: string | undefined): readonly Finding[] {
  if (chain === undefined) {
    if (link === undefined) return [{ step: 'chain', state: 'not-checked', sentence: VERIFY.noChain }];
    return [{ step: 'chain', state: 'altered', sentence: VERIFY.linkWithoutChain }];
  }
  if (link === undefined) return [{ step: 'chain', state: 'not-checked', sentence: VERIFY.linkNotGiven }];
  const difference = firstDifference(chain, jsonOf(link));
  if (difference === undefined) return [{ step: 'chain', state: 'ok', sentence: VERIFY.linkOk }];
  return [{ step: 'chain', state: 'altered', sentence: VERIFY.linkDiffers, difference }];
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function madeOf(file: EvidenceFile): NonNullable<Verification['made']> {
  const { tool, cluster } = file as { tool?: { version?: unknown; ruleSet?: unknown }; cluster?: { name?: unknown } };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '?');
  return {
    schema: text(file.schema),
    version: text(tool?.version),
    ruleSet: text(tool?.ruleSet),
    cluster: text(cluster?.name),
    taken: text(file.taken),
  };
}

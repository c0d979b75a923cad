import { createHash } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import { VERSION } from '#lib/api/version.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { canonicalChunks } from '#server/report/evidence/canonical-json.ts';
import { type ChainLink, linkHash } from '#server/report/evidence/chain-link.ts';
import type { Evidence } from '#server/report/evidence/evidence.ts';
import type { EvidenceHashes } from '#server/report/evidence/seal-evidence.ts';
import { edgesIn } from '#server/report/evidence/workload-relation.ts';
import { firstDifference } from './first-difference.ts';
import { type EvidenceFile, parseEvidence } from './parse-evidence.ts';
import { progressOf, type TellProgress } from './progress.ts';
import { differenceOutsideRules, hasSameRules, type Recomputed, recompute } from './recompute.ts';
import { ruleSetOf } from './releases.ts';
import { type Finding, type Verification, verdictOf } from './types.ts';

/** A verification, and what was computed again, for whoever compares pages with it. */
export interface EvidenceVerification extends Verification {
  readonly recomputed?: Recomputed;
  /** Whether this version made it: only then it sets the same pages. */
  readonly sameVersion: boolean;
}

/**
 * Verifies the bytes of `evidence.json` against themselves. Throws UNREADABLE_INPUT for what is not ours or newer.
 * @param name of the file, for sentences.
 * @param link as it stands beside the evidence in a document or package: text of `chain.json`.
 */
export function verifyEvidence(
  bytes: Uint8Array,
  name: string,
  link?: string,
  tell?: TellProgress,
): EvidenceVerification {
  const progress = progressOf(bytes, tell);
  progress('form');
  const evidence = createHash('sha256').update(bytes).digest('hex');
  const file = parseEvidence(bytes, name);
  if (file === undefined) {
    const findings: readonly Finding[] = [{ step: 'form', state: 'altered', sentence: VERIFY.unreadable }];
    return { verdict: verdictOf(findings), evidence, findings, sameVersion: false };
  }
  const made = madeOf(file);
  const chain = chainOf(file, evidence);
  const findings: Finding[] = [...formAndParts(bytes, file)];
  const links = linkFindings(chain, link);
  refuseUnknownMaker(file, name, verdictOf([...findings, ...links]));
  const { finding, recomputed } = resultsOf(file, progress);
  findings.push(finding, ...links);
  return {
    verdict: verdictOf(findings),
    made,
    evidence,
    ...(chain === undefined ? {} : { chain }),
    findings,
    ...(recomputed === undefined ? {} : { recomputed }),
    sameVersion: made.version === VERSION,
  };
}

/** Of what a version made that is not known here only an alteration can be told: nobody here computes as it does. */
function refuseUnknownMaker(file: EvidenceFile, name: string, verdict: Verification['verdict']): void {
  const version = (file.read('tool') as { version?: unknown } | null | undefined)?.version;
  if (verdict === 'altered' || typeof version !== 'string' || ruleSetOf(version) !== undefined) return;
  throw new RingfenceError('UNREADABLE_INPUT', VERIFY.unknownMaker(name, version));
}

/**
 * Canonical JSON has one form, to the byte: whatever was written into it by hand shows. Each member is written again
 * once, for that and for the hash of its part, and forgotten.
 */
function formAndParts(bytes: Uint8Array, file: EvidenceFile): readonly [form: Finding, parts: Finding] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  let differsFrom: number | undefined;
  const compare = (chunk: Buffer): void => {
    if (!buffer.subarray(at, at + chunk.length).equals(chunk)) differsFrom ??= at;
    at += chunk.length;
  };
  const hashes: (readonly [string, string])[] = [];
  for (const [index, name] of file.names.toSorted(byCodeUnit).entries()) {
    compare(Buffer.from(`${index === 0 ? '{' : ','}${JSON.stringify(name.toWellFormed())}:`));
    const hash = createHash('sha256');
    for (const text of canonicalChunks(file.read(name))) {
      const chunk = Buffer.from(text, 'utf8');
      hash.update(chunk);
      compare(chunk);
    }
    if (name !== 'parts') hashes.push([name, hash.digest('hex')]);
  }
  compare(Buffer.from('}'));
  if (at !== bytes.byteLength) differsFrom ??= at;
  const form: Finding =
    differsFrom === undefined
      ? { step: 'form', state: 'ok', sentence: VERIFY.formOk }
      : { step: 'form', state: 'altered', sentence: VERIFY.notCanonical(differsFrom) };
  return [form, partsFinding(Object.fromEntries(hashes), file.read('parts'))];
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function partsFinding(hashes: EvidenceHashes, told: unknown): Finding {
  const difference = firstDifference(hashes, told, '$.parts');
  if (difference === undefined) {
    return { step: 'parts', state: 'ok', sentence: VERIFY.partsOk(Object.keys(hashes).length) };
  }
  return { step: 'parts', state: 'altered', sentence: VERIFY.partAltered(difference.path), difference };
}

function resultsOf(
  file: EvidenceFile,
  progress: TellProgress,
): { readonly finding: Finding; readonly recomputed?: Recomputed } {
  const outside = differenceOutsideRules(file);
  if (outside !== undefined) {
    return { finding: { step: 'results', state: 'altered', sentence: VERIFY.notAsWritten, difference: outside } };
  }
  const sameRules = hasSameRules(file);
  const recomputed = recompute(file, progress);
  if ('path' in recomputed) {
    const state = sameRules ? 'altered' : 'rules-changed';
    return {
      finding: { step: 'results', state, sentence: VERIFY.inputsUnreadable(sameRules), difference: recomputed },
    };
  }
  progress('comparison');
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
/** What another version says of itself: looked at before. */
const OF_THE_RULES: ReadonlySet<string> = new Set(['tool', 'dataTables']);

/** In the order in which evidence is computed: what comes first is the cause of what follows. */
function firstDifferentMember(expected: Evidence, file: EvidenceFile, without: ReadonlySet<string>) {
  const names = new Set(['inputs', 'revision', ...Object.keys(expected), ...file.names]);
  for (const name of names) {
    if (name === 'parts' || without.has(name)) continue;
    const computed: unknown = Object.hasOwn(expected, name) ? expected[name as keyof Evidence] : undefined;
    if (computed !== undefined && isWrittenAs(computed, file.text(name))) continue;
    const difference = firstDifference(computed, file.read(name), `$.${name}`);
    if (difference !== undefined) return difference;
  }
  return undefined;
}

/** Whether some text is that of a value, to the byte: nothing of it is parsed, and nothing kept. */
function isWrittenAs(value: unknown, text: Buffer | undefined): boolean {
  let at = 0;
  for (const chunk of canonicalChunks(value)) {
    const expected = Buffer.from(chunk, 'utf8');
    if (text?.subarray(at, at + expected.length).equals(expected) !== true) return false;
    at += expected.length;
  }
  return at === text?.length;
}

/** Undefined where no store took part. */
function chainOf(file: EvidenceFile, evidence: string): Verification['chain'] {
  const { chain, taken } = file.pick(['chain', 'taken']);
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
  const { schema, tool, cluster, taken } = file.pick(['schema', 'tool', 'cluster', 'taken']) as {
    schema?: unknown;
    tool?: { version?: unknown; ruleSet?: unknown } | null;
    cluster?: { name?: unknown } | null;
    taken?: unknown;
  };
  const text = (value: unknown): string => (typeof value === 'string' ? value : '?');
  return {
    schema: text(schema),
    version: text(tool?.version),
    ruleSet: text(tool?.ruleSet),
    cluster: text(cluster?.name),
    taken: text(taken),
  };
}

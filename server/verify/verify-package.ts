import { createHash, type KeyObject } from 'node:crypto';
import { RingfenceError } from '#lib/api/errors.ts';
import { VERSION } from '#lib/api/version.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { readSignature } from '#server/report/package/dsse.ts';
import { packageFiles } from '#server/report/package/package-files.ts';
import { progressOf, type TellProgress } from './progress.ts';
import { readPackage, type WholePackage } from './read-package.ts';
import { ruleSetOf } from './releases.ts';
import { type Finding, type Verification, verdictOf } from './types.ts';
import { attachedTo, pagesOf } from './verify-document.ts';
import { type EvidenceVerification, verifyEvidence } from './verify-evidence.ts';

const DOCUMENT = 'snapshot.pdf';

/**
 * Verifies an evidence package: each file against the manifest, the evidence against itself, its documents against the
 * evidence. Throws UNREADABLE_INPUT for another archive, TOO_LARGE.
 */
export async function verifyPackage(
  zip: Buffer,
  name: string,
  key?: KeyObject,
  tell?: TellProgress,
): Promise<Verification> {
  const content = readPackage(zip, name);
  if ('wrong' in content) return alteredPackage(content.wrong);
  const { writtenBy } = content;
  // As with evidence: nobody here can tell what it writes.
  if (writtenBy !== undefined && ruleSetOf(writtenBy) === undefined) {
    throw new RingfenceError('UNREADABLE_INPUT', VERIFY.unknownMaker(name, writtenBy));
  }
  if (content.evidence === undefined) return alteredPackage(VERIFY.packageWithoutEvidence);
  const verification = verifyEvidence(content.evidence, name, content.chain, tell);
  const { recomputed: _, sameVersion: __, ...verified } = verification;
  const findings: Finding[] = [{ step: 'package', state: 'ok', sentence: VERIFY.packageOk(content.files) }];
  findings.push(...verified.findings);
  const progress = progressOf(content.evidence, tell);
  for (const [file, pdf] of content.documents) {
    findings.push(
      carries(pdf, content.evidence)
        ? await pagesOf(pdf, verification, progress)
        : { step: 'pages', state: 'altered', sentence: VERIFY.packageDocument(file) },
    );
  }
  if (!content.documents.has(DOCUMENT)) {
    findings.push({ step: 'pages', state: 'altered', sentence: VERIFY.tableMissing(DOCUMENT) });
  }
  findings.push(tablesFinding(content, verification), ...signatureFindings(content, key));
  return { ...verified, findings, verdict: verdictOf(findings) };
}

/**
 * What follows from the evidence, written anew and compared: tables, SARIF, fixes. With their hashes changed in the manifest
 * nothing else would tell that they say something else than the evidence.
 */
function tablesFinding({ evidence, hashes, writtenBy }: WholePackage, verification: EvidenceVerification): Finding {
  const finding = (state: Finding['state'], sentence: string): Finding => ({ step: 'tables', state, sentence });
  const { recomputed, findings } = verification;
  if (
    evidence === undefined ||
    recomputed === undefined ||
    findings.some(({ state }) => state === 'altered' || state === 'rules-changed')
  ) {
    return finding('not-checked', VERIFY.tablesNotComparable);
  }
  if (writtenBy === undefined) return finding('altered', VERIFY.packageWriterMissing);
  if (writtenBy !== VERSION || !verification.sameVersion) return finding('not-checked', VERIFY.tablesOtherVersion);
  // As parsed: in that order of keys they were written.
  const expected = packageFiles(JSON.parse(evidence.toString('utf8')), verification.evidence);
  for (const [file, text] of expected) {
    const hash = hashes.get(file);
    if (hash === undefined) return finding('altered', VERIFY.tableMissing(file));
    if (hash !== createHash('sha256').update(text).digest('hex')) return finding('altered', VERIFY.tableDiffers(file));
  }
  const more = [...hashes.keys()].find((file) => !expected.has(file) && !NOT_OF_EVIDENCE.has(file));
  return more === undefined
    ? finding('ok', VERIFY.tablesOk(expected.size))
    : finding('altered', VERIFY.tableStranger(more));
}

/** Looked at by other steps. */
const NOT_OF_EVIDENCE: ReadonlySet<string> = new Set(['evidence.json', DOCUMENT, 'manifest.json']);

/** A key without a signature finds one that was taken away. */
function signatureFindings({ signature, hashes }: WholePackage, key: KeyObject | undefined): readonly Finding[] {
  const finding = (state: Finding['state'], sentence: string) => [{ step: 'signature', state, sentence } as const];
  if (signature === undefined) return key === undefined ? [] : finding('altered', VERIFY.signatureMissing);
  const signed = readSignature(signature);
  if (signed === undefined) return finding('altered', VERIFY.signatureBroken);
  const other = [...hashes.keys(), ...signed.files.keys()].find((file) => hashes.get(file) !== signed.files.get(file));
  if (other !== undefined) return finding('altered', VERIFY.signatureOfOther(other));
  if (key === undefined) return finding('not-checked', VERIFY.signatureNotChecked);
  return signed.isBy(key) ? finding('ok', VERIFY.signatureOk) : finding('altered', VERIFY.signatureByOther);
}

/** The evidence in a document is that of the package, which is verified once for all of them. */
function carries(pdf: Buffer, evidence: Buffer): boolean {
  const [attached] = attachedTo(pdf).evidence;
  return attached?.equals(evidence) === true;
}

function alteredPackage(sentence: string): Verification {
  return { verdict: 'altered', evidence: '', findings: [{ step: 'package', state: 'altered', sentence }] };
}

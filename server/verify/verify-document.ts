import { RingfenceError } from '#lib/api/errors.ts';
import { REPORT } from '#lib/text/en/report.ts';
import { VERIFY } from '#lib/text/en/verify.ts';
import { documentOf } from '#server/analysis/snapshot.ts';
import { pdfAttachments } from '#server/report/pdf-attachments.ts';
import { EVIDENCE_BYTES_MAX, looksLikeOurs } from './parse-evidence.ts';
import { progressOf, type TellProgress } from './progress.ts';
import { type Finding, type Verification, verdictOf } from './types.ts';
import { type EvidenceVerification, verifyEvidence } from './verify-evidence.ts';

/**
 * Verifies a PDF: the evidence in it, the chain link beside it, and its pages, by setting them again.
 * Throws UNREADABLE_INPUT for a document that is not ours, newer or a short form, INTERNAL where it cannot be set.
 */
export async function verifyDocument(pdf: Buffer, name: string, tell?: TellProgress): Promise<Verification> {
  const { evidence, links, damaged } = attachedTo(pdf);
  const [only, ...others] = evidence;
  if (only === undefined) {
    if (damaged) return alteredDocument(VERIFY.noAttachment);
    if (isCutOff(pdf)) return alteredDocument(VERIFY.documentCut);
    const named = evidenceNamedIn(pdf);
    throw new RingfenceError(
      'UNREADABLE_INPUT',
      named === undefined ? VERIFY.notOurs(name) : VERIFY.shortForm(name, named),
    );
  }
  if (others.length > 0 || links.length > 1) return alteredDocument(VERIFY.severalAttachments);
  const verification = verifyEvidence(only, name, links[0], tell);
  const { recomputed: _, sameVersion: __, ...verified } = verification;
  const findings = [...verified.findings, await pagesOf(pdf, verification, progressOf(only, tell))];
  return { ...verified, findings, verdict: verdictOf(findings) };
}

/** What of a document is evidence, and what stands beside it. */
export function attachedTo(pdf: Buffer) {
  const evidence: Buffer[] = [];
  const links: string[] = [];
  let damaged = false;
  for (const { content, whole } of pdfAttachments(pdf, EVIDENCE_BYTES_MAX)) {
    if (!whole && looksLikeOurs(content)) damaged = true;
    else if (isLink(content)) links.push(content.toString('utf8'));
    else evidence.push(content);
  }
  return { evidence, links, damaged };
}

/** `chain.json` is canonical, and begins with the hash of the evidence; evidence itself never does. */
function isLink(content: Buffer): boolean {
  return content.length < 1_000 && content.toString('latin1', 0, 12) === '{"evidence":';
}

/** E, as a document of ours names it in its keywords; unchecked. A short form has nothing else of its evidence. */
function evidenceNamedIn(pdf: Buffer): string | undefined {
  const keywords = `/Keywords (${REPORT.kind}, `;
  const at = pdf.lastIndexOf(keywords);
  if (at < 0) return undefined;
  const begin = at + keywords.length;
  return /^[0-9a-f]{64}(?=\))/.exec(pdf.toString('latin1', begin, begin + 65))?.[0];
}

/**
 * The evidence stands near the end of a document: of what lost its end nobody can say whether it had any. The tables of
 * characters in the midst of it end with the same word, after another.
 */
const END = 1_024;
function isCutOff(pdf: Buffer): boolean {
  const tail = pdf.toString('latin1', Math.max(0, pdf.length - END - '%%EndResource  '.length));
  const ends = [...tail.matchAll(/(?<!%%EndResource\s{1,2})%%EOF/g)];
  return !ends.some(({ index }) => index >= tail.length - END);
}

function alteredDocument(sentence: string): Verification {
  const findings: readonly Finding[] = [{ step: 'form', state: 'altered', sentence }];
  return { verdict: 'altered', evidence: '', findings };
}

/** Sets the pages of verified evidence again, and compares them with those of a document that carries it. */
export async function pagesOf(
  pdf: Buffer,
  { recomputed, sameVersion, verdict }: EvidenceVerification,
  progress: TellProgress,
): Promise<Finding> {
  if (recomputed === undefined || verdict === 'altered') {
    return { step: 'pages', state: 'not-checked', sentence: VERIFY.pagesNotComparable };
  }
  if (!sameVersion) return { step: 'pages', state: 'not-checked', sentence: VERIFY.pagesOtherVersion };
  progress('pages');
  const expected = Buffer.from((await documentOf(recomputed.analysis, recomputed.evidence)).pdf);
  if (expected.equals(pdf)) return { step: 'pages', state: 'ok', sentence: VERIFY.pagesOk };
  return { step: 'pages', state: 'altered', sentence: differenceOfPages(expected, pdf) };
}

function differenceOfPages(expected: Buffer, found: Buffer): string {
  const length = Math.min(expected.length, found.length);
  let at = 0;
  while (at < length && expected[at] === found[at]) at++;
  if (at < length) return VERIFY.pagesDiffer(at);
  return found.length < expected.length ? VERIFY.pagesCut : VERIFY.pagesAppended(found.length - expected.length);
}

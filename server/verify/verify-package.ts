import { VERIFY } from '#lib/text/en/verify.ts';
import { readPackage, SIGNATURE } from './read-package.ts';
import { type Finding, type Verification, verdictOf } from './types.ts';
import { attachedTo, verifyDocument } from './verify-document.ts';
import { verifyEvidence } from './verify-evidence.ts';

/**
 * Verifies an evidence package: each file against the manifest, the evidence against itself, its documents against the
 * evidence. Throws UNREADABLE_INPUT for another archive, TOO_LARGE.
 */
export async function verifyPackage(zip: Buffer, name: string): Promise<Verification> {
  const content = readPackage(zip, name);
  if ('wrong' in content) return alteredPackage(content.wrong);
  if (content.evidence === undefined) return alteredPackage(VERIFY.packageWithoutEvidence);
  const { recomputed: _, sameRules: __, ...verified } = verifyEvidence(content.evidence, name, content.chain);
  const findings: Finding[] = [{ step: 'package', state: 'ok', sentence: VERIFY.packageOk(content.files) }];
  findings.push(...verified.findings);
  for (const [file, pdf] of content.documents) findings.push(...(await documentFindings(file, pdf, content.evidence)));
  // A key to check it with would come from the command line, and the signature would be looked at here.
  if (content.names.includes(SIGNATURE)) {
    findings.push({ step: 'signature', state: 'not-checked', sentence: VERIFY.signatureNotChecked(SIGNATURE) });
  }
  return { ...verified, findings, verdict: verdictOf(findings) };
}

/** Only the pages are told: the evidence in the document is that of the package. */
async function documentFindings(file: string, pdf: Buffer, evidence: Buffer): Promise<readonly Finding[]> {
  const [attached] = attachedTo(pdf).evidence;
  if (attached === undefined || !attached.equals(evidence)) {
    return [{ step: 'pages', state: 'altered', sentence: VERIFY.packageDocument(file) }];
  }
  const { findings } = await verifyDocument(pdf, file);
  return findings.filter(({ step }) => step === 'pages');
}

function alteredPackage(sentence: string): Verification {
  return { verdict: 'altered', evidence: '', findings: [{ step: 'package', state: 'altered', sentence }] };
}

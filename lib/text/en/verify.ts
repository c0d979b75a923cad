import { count, countOf } from './count.ts';

/** What `ringfence verify` says. */
export const VERIFY = {
  evidenceFile: 'the evidence',
  readable: 'inputs that can be read',
  notOurs: (name: string): string => `${name} is no snapshot of Ringfence, and no evidence of one.`,
  shortForm: (name: string, evidence: string): string =>
    `${name} is a short form, or its attachments were taken out: it carries no evidence. Verify the full report with evidence E ${evidence}.`,
  newer: (name: string, version: number): string =>
    `${name} is evidence of version ${version}, newer than what this version reads. Verify it with a newer Ringfence.`,
  older: (name: string, version: number): string =>
    `${name} is evidence of version ${version}, from before the first release. This version reads version 5.`,
  unknownMaker: (name: string, version: string): string =>
    `${name} says that it was made by Ringfence ${version}, which this version does not know: a newer one, or none of ours. A newer one can be verified with itself.`,
  member: 'a member',
  tooLarge: (name: string): string => `${name} holds more than 480 MB of evidence, the most that is read.`,
  noFile: (name: string): string => `${name} is no ordinary file.`,
  fileTooLarge: (name: string): string => `${name} is larger than 1,000 MB, the most that is read.`,

  unreadable: 'The evidence can no longer be read as JSON: it was cut off or altered.',
  formOk: 'Canonical JSON (RFC 8785), to the byte.',
  notCanonical: (byte: number): string => `Not canonical JSON: it differs in the 64 kB from byte ${count(byte)} on.`,
  partsOk: (parts: number): string => `Each of ${count(parts)} parts has the hash that the evidence names.`,
  partAltered: (path: string): string =>
    `The part ${path.replace(/^\$\.parts\.?/, '') || 'parts'} has not the hash that the evidence names: one of both was altered.`,
  resultsOk: (checks: number, gaps: number, edges: number, sameRules: boolean): string =>
    `Computed again from the inputs alone: ${countOf(checks, 'check')}, ${countOf(gaps, 'gap')}, ${countOf(edges, 'connection')}, all the same${sameRules ? '' : ', although by other rules than those of the file'}.`,
  resultsDiffer: (sameRules: boolean): string =>
    sameRules
      ? 'The inputs give other results by the same rules: inputs or results were altered.'
      : 'Rules changed: this version has other rules than those that the file names, and they give other results. Whether the results were altered, the version that made the file can tell.',
  inputsUnreadable: (sameRules: boolean): string =>
    sameRules
      ? 'The inputs are not as Ringfence writes them: they were altered.'
      : 'Rules changed: this version reads inputs otherwise than the one that made the file.',

  notAsWritten: 'The evidence is not as any version of Ringfence writes it: it was altered.',

  noChain: 'No store took part: the evidence has no place in a chain.',
  linkNotGiven:
    'The evidence stands alone. Compare the hash of the link below with what was written down of it, or with the next snapshot.',
  linkWithoutChain: 'A chain link stands beside evidence that has no place in a chain: one of both was altered.',
  linkOk: 'The link beside the evidence is the one that follows from it.',
  linkDiffers: 'The link beside the evidence is not the one that follows from it: one of both was altered.',

  pagesOk: 'The document was set again from the evidence: the same to the byte.',
  pagesDiffer: (byte: number): string =>
    `The evidence gives another document: the two differ from byte ${count(byte)} on, so the pages were altered.`,
  pagesAppended: (bytes: number): string =>
    `After the document that the evidence gives stand ${countOf(bytes, 'byte')} more, which can change what the pages show: a signature, or an alteration.`,
  pagesCut: 'The document ends before its end: it was cut off.',
  pagesOtherVersion:
    'The pages could not be compared: another version set them. What this tells holds of the evidence alone.',
  pagesNotComparable: 'The pages could not be compared, since the results already differ.',
  documentCut: 'The document was cut off, and with its end whatever evidence was in it.',
  noAttachment: 'The document has no whole evidence in it any more: it was cut off or altered.',
  severalAttachments: 'The document holds several files of evidence: it was altered.',

  packageOk: (files: number): string => `Each of ${countOf(files, 'file')} has the hash that the manifest names.`,
  packageFile: (file: string): string => `${file} has not the hash that the manifest names: one of both was altered.`,
  packageMissing: (file: string): string => `The manifest names ${file}, which is not in the package.`,
  packageStranger: (file: string): string => `${file} is in the package, but not in its manifest.`,
  packageWriterMissing: 'The manifest does not say which version wrote the package: it was altered.',
  packageBroken: 'The package cannot be unpacked: it was cut off or altered.',
  packageNotOurs: (name: string): string =>
    `${name} is an archive, but no evidence package: it has no manifest.json of ours.`,
  packageBomb: (name: string): string => `${name} unpacks to more than 1,000 MB or 60,000 files. It was not unpacked.`,
  packageWithoutManifest: 'The package holds evidence.json, but no manifest.json: it was altered.',
  packageManifest: 'The manifest of the package cannot be read: it was altered.',
  tablesOk: (files: number): string =>
    `${countOf(files, 'file')} that follow from the evidence were written again: the same to the byte.`,
  tableDiffers: (file: string): string => `${file} is not what the evidence gives: it was altered.`,
  tableMissing: (file: string): string => `${file} follows from the evidence, but is not in the package.`,
  tableStranger: (file: string): string => `${file} does not follow from the evidence: it was added.`,
  tablesOtherVersion:
    'Tables, SARIF and fixes could not be compared with the evidence: another version wrote them. What this tells holds of the evidence alone.',
  tablesNotComparable: 'Tables, SARIF and fixes could not be compared, since the results already differ.',
  packageDocument: (file: string): string => `${file} carries other evidence than the package.`,
  packageWithoutEvidence: 'The package holds no evidence.json.',
  signatureOk: 'Signed with the key given, over every file.',
  signatureNotChecked: 'Signed over every file. By whom was not checked: give --key PUBLIC.pem.',
  signatureByOther: 'The signature is not of the key given.',
  signatureMissing: 'The package is not signed, but a key to check it with was given.',
  signatureBroken: 'snapshot.dsse.json is no signature that can be read: it was altered.',
  signatureOfOther: (file: string): string =>
    `The signature is over other files: ${file} differs, or one of both lacks it.`,
  keyOfPackage: '--key is of a package: no other file carries a signature.',

  progress: {
    form: 'Reading the evidence, and the hash of each part …',
    inputs: 'Reading its inputs …',
    gaps: 'Computing connections and gaps again …',
    evidence: 'Writing the evidence of them again …',
    comparison: 'Comparing it with the file …',
    pages: 'Setting the pages again …',
  },
  step: {
    package: 'package',
    form: 'form',
    parts: 'parts',
    results: 'results',
    chain: 'chain',
    pages: 'pages',
    tables: 'tables',
    signature: 'signature',
  },
  state: { ok: 'ok', altered: 'ALTERED', 'rules-changed': 'rules changed', 'not-checked': 'not checked' },
  madeBy: (cluster: string, taken: string, version: string, ruleSet: string): string =>
    `Evidence of ${cluster}, taken ${taken}, by Ringfence ${version} with rule set ${ruleSet}.`,
  difference: (path: string, expected: string | undefined, found: string | undefined): string =>
    `first difference at ${path}: expected ${expected ?? 'nothing'}, found ${found ?? 'nothing'}`,
  evidenceHash: (hash: string): string => `evidence SHA-256 ${hash}`,
  chainHash: (seq: number, hash: string): string => `chain number ${count(seq)}, link SHA-256 ${hash}`,
  chainPrev: (prev: string | null): string =>
    prev === null ? 'the first of its chain' : `link before, SHA-256 ${prev}`,
  verdict: {
    intact:
      'Nothing was altered, as far as the file can tell. That it is the file that was made, the hashes above tell where somebody wrote them down.',
    'pages-not-checked':
      'The evidence is intact, as far as it can tell. Pages or tables beside it were not looked at: they may show something else.',
    'rules-changed': 'Nothing is known to be altered. Results were computed by other rules than those of this version.',
    altered: 'ALTERED.',
  },
  oneFile: 'verify takes one file: a PDF, a package or an evidence.json.',
} as const;

import { countOf } from './count.ts';
import { timestamp } from './report.ts';

/** What the files of an evidence package say for people. */
export const PACKAGE = {
  register: [
    ...['record', 'purposes', 'categories', 'subjects', 'controllers', 'roles', 'owners', 'retention', 'systems'],
    ...['recipients inside: declared', 'recipients inside: merely allowed (namespaces)'],
    ...['recipients outside: declared', 'recipients outside: merely allowed', 'recipients outside: depends'],
    ...['systems open to nearly any address outside', 'systems for which that depends'],
    ...['recipients inside: observed (namespaces)', 'recipients outside: observed', 'other ends outside: observed'],
  ],
  workloads: ['namespace', 'kind', 'name', 'class', 'basis', 'source', 'confidence', 'data at rest', 'team'].concat(
    'lowered from',
    'because',
  ),
  policies: [
    ...['namespace', 'kind', 'name', 'tier', 'priority', 'directions', 'selected workloads', 'selected pods', 'rules'],
    ...['rules in doubt', 'changed by', 'uid', 'resourceVersion', 'spec SHA-256'],
  ],
  yes: 'yes',
  no: 'no',
  fixHead: (id: string, title: string): string => `# ${id}: ${title}\n`,
  earlier:
    'Its evidence is of an earlier version, of which this one makes no package. Take the PDF: the evidence is in it.',
  noSigningKey: (file: string): string =>
    `${file} is no private key to sign with: PEM without a passphrase, Ed25519 or ECDSA over P-256.`,
  noPublicKey: (file: string): string => `${file} is no public key in PEM, Ed25519 or ECDSA over P-256.`,
  tooMany: (files: number): string =>
    `The package would have ${countOf(files, 'file')}, more than an archive holds. Take snapshots of parts of the cluster.`,
  readMe: ({ cluster, taken, evidence, chained, fixes }: ReadMeFacts): string => `# Evidence package

Cluster ${cluster}, ${timestamp(taken)}. Evidence SHA-256 ${evidence}

Technical evidence about network reachability at the stated time: who may connect, by the policies read. What did flow,
layer 7 and contracts are not in it. Whether an obligation is met is for the controller to judge. Confidential: it tells
how the cluster can be attacked.

## Files

- \`snapshot.pdf\`: the report for people, with the evidence attached
- \`evidence.json\`: what was read, and every result; canonical JSON (RFC 8785)
${chained ? '- `chain.json`: its place among the snapshots of the cluster\n' : ''}- \`findings.csv\`: the gaps, one a line; also what is waived or undecided
- \`register.csv\`: for the record of processing activities: declared and merely allowed in columns of their own
- \`workloads.csv\`: the class of every workload and where it comes from
- \`policies.csv\`: every policy with version, hash and whom it selects
- \`results.sarif\`: the gaps as SARIF 2.1.0
- \`remediation/\`: ${countOf(fixes, 'proposal')} as YAML, named after the gap. Read before you apply: a gap can have several ways out
- \`manifest.json\`: the SHA-256 of every other file
- \`snapshot.dsse.json\`, where somebody signed: a DSSE envelope over the hashes of all files

In CSV files a cell that a spreadsheet would take for a formula begins with an apostrophe. Lists are separated by "; ".

## How to verify

With Ringfence, offline:

    ringfence verify FILE.zip

Every file is held against the manifest; results are computed again from the inputs in \`evidence.json\`, and the pages of
the PDF are set again. CSV, SARIF and YAML files follow from the evidence and are only compared by hash.

Without it, in the unpacked folder (coreutils, jq, poppler-utils):

    jq -r '.files | to_entries[] | "\\(.value.sha256)  \\(.key)"' manifest.json | sha256sum -c
    find . -type f ! -name manifest.json ! -name snapshot.dsse.json | wc -l    # as many as the manifest names:
    jq '.files | length' manifest.json
    sha256sum evidence.json                                       # ${evidence.slice(0, 16)}…
    jq -cS . evidence.json | tr -d '\\n' | cmp - evidence.json     # canonical
    pdfdetach -saveall -o attached snapshot.pdf && cmp attached/evidence.json evidence.json

Whoever has all files can make them anew. Compare the hash of the evidence with what somebody else wrote down.
`,
} as const;

interface ReadMeFacts {
  readonly cluster: string;
  readonly taken: string;
  /** SHA-256 of `evidence.json`. */
  readonly evidence: string;
  readonly chained: boolean;
  readonly fixes: number;
}

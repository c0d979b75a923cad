/** Every sentence of the compliance snapshot. The template holds no words of its own. */

import type { Severity } from '#lib/gdpr/types.ts';
import type { WaiverState } from '#lib/gdpr/waivers/types.ts';
import type { LocalTime } from '#lib/local-time.ts';
import { count, countOf } from './count.ts';

const GAP_LINES_NOTE =
  'Where a gap alone draws a line, it tells the ports that the gap is about; “closed” is one that a gap misses.';

export const REPORT = {
  product: 'Ringfence',
  kind: 'Compliance snapshot',
  confidential: 'Confidential',
  coverTitle: (cluster: string): string => `Who can reach personal data in ${cluster}`,
  coverText: (pods: string, namespaces: string, date: string): string =>
    `Evidence about network reachability, mapped to articles of the GDPR. ${pods} in ${namespaces}, as they stood on ${date}.`,
  coverTextPart: (part: number, namespaces: string, pods: string, date: string): string =>
    `Evidence about network reachability, mapped to articles of the GDPR. ${count(part)} of ${namespaces} of a cluster of ${pods}, as they stood on ${date}.`,
  provenance: {
    taken: 'Taken',
    snapshot: 'Snapshot',
    chain: 'Chain',
    reason: 'Reason',
    scope: 'Scope',
    cluster: 'Cluster',
    source: 'Source',
    revision: 'Revision',
    software: 'Software',
    evidence: 'Evidence E, SHA-256',
  },
  software: (version: string, ruleSet: string): string => `Ringfence ${version}, rules ${ruleSet}`,
  noUid: 'identity not in the input',
  coverVerify:
    'The attachment evidence.json holds everything this document was made from. Chapter “How to verify” says how to check it offline.',
  footer: (cluster: string, seq: number | undefined): string =>
    `Ringfence · compliance snapshot${seq === undefined ? '' : ` ${seq}`} · ${cluster}`,
  footerEvidence: (hash: string): string => `evidence ${hash}`,
  pageOf: 'of',

  /** Nothing is ever sent to try it, so that even what enforces is found and not tested. */
  bannerEnforcement: {
    unknown: 'Enforcement is not established: this document shows what the policies say, not that it is enforced.',
    no: 'The policies are not enforced in this cluster: this document shows what they say.',
    yes: 'Enforcement was found, not tested: this document shows what the policies say.',
  },
  bannerPartial: (namespaces: string): string => `Partial scope: only ${namespaces}.`,
  bannerStale: (asOf: string): string => `The source was last read on ${asOf}.`,
  bannerIncomplete: 'Not everything could be read: chapter “Unknowns and limits” says what is missing.',

  contents: 'Contents',
  severity: { critical: 'Critical', high: 'High', medium: 'Medium', low: 'Low', info: 'Info' } satisfies Record<
    Severity,
    string
  >,
  columns: {
    severity: 'Severity',
    open: 'Open',
    waived: 'Waived',
    waiver: 'Waiver',
    waiverState: 'State',
    waiverGaps: 'Gaps',
    riskOwner: 'Risk owner',
    approvedBy: 'Approved by',
    expires: 'Expires',
    unknown: 'Unknown',
    check: 'Check',
    name: 'Title',
    passed: 'No gap',
    passedIntent: 'No gap (intent)',
    notApplicable: 'Not applicable',
    notEvaluated: 'Not evaluated',
    kind: 'Kind',
    objects: 'Objects',
    pages: 'Pages',
    listVersion: 'List version',
    readable: 'Readable',
    from: 'From',
    to: 'To',
    must: 'Allowed, all pairs',
    some: 'Allowed, some pairs',
    depends: 'Depends',
    gap: 'Gap',
  },
  topGap: (title: string, more: number): string =>
    more === 0 ? title : `${title}; and ${count(more)} more of this kind`,
  blocks: (blocks: number): string => countOf(blocks, 'address block'),
  workloadsOf: (workloads: number, namespaces: string): string => `${countOf(workloads, 'workload')} of ${namespaces}`,
  fiveThatMatter: 'The gaps that matter most',
  byCheck: 'By check',
  enforcement: 'Enforcement',
  enforcementState: { unknown: 'not established', yes: 'found or stated, not tested', no: 'not enforced' },
  enforcementRows: {
    plugin: 'Network plugin',
    test: 'Test in the cluster',
    testNone: 'none: results show what the policies say',
    notEvaluated: 'Not evaluated',
    notEvaluatedNone: 'no policy kinds left out',
    undecided: 'Undecided',
  },
  undecided: (part: number, whole: number): string =>
    part === 0
      ? 'no workload has a connection that depends'
      : `${part} of ${countOf(whole, 'workload')} ${part === 1 ? 'has' : 'have'} a connection that depends at least in part`,

  limits: [
    'Allowed does not mean happened. This document says which connections the policies allow, not which were made.',
    'It covers layers 3 and 4: addresses, protocols, ports. It sees no payload, no encryption and no identity of users.',
    'It sees no contracts, no purposes and no legal bases but those that somebody declared.',
    'What cannot be decided from the input, or what network plugins treat differently, depends; it is never shown as allowed or denied.',
    'This is technical evidence about network reachability at the stated time. Whether an obligation is met is for the controller to judge.',
    'It is not legal advice.',
  ],

  scopeAll: (namespaces: number): string => `${namespaces} of ${countOf(namespaces, 'namespace')}; nothing left out`,
  scopePart: (part: number, whole: number, list: string): string =>
    `${part} of ${countOf(whole, 'namespace')}: ${list}`,
  scopeInputs:
    'The attached evidence holds the inputs of the whole cluster: who may reach the scope is decided by all of them.',
  readState: {
    read: 'all namespaces',
    partial: (denied: string): string => `all but ${denied}`,
    forbidden: 'may not be read',
    absent: 'not served',
    failed: 'could not be read',
  },
  notAtomic: 'Lists of different kinds are not one atomic picture: they were taken one after the other.',
  sourceAge: (label: string, asOf: string | undefined): string =>
    asOf === undefined ? label : `${label}, current on ${asOf}`,
  sourceLost: (label: string, asOf: string): string => `${label}, connection lost; last read on ${asOf}`,
  namespacesHead: 'Namespaces in scope',
  profileText: (name: string): string => `Read as “${name}”:`,

  mapAlt: (cluster: string, nodes: number, edges: number): string =>
    `Map of ${cluster}: ${countOf(nodes, 'box', 'boxes')} and ${countOf(edges, 'line')} between them, connections that are allowed or that a gap is about. The annex holds the same as a table.`,
  mapCaption:
    'Connections that the policies allow, and those that a gap is about. A dotted side of a box means: not isolated on that side; what passes there by no rule has no line, unless a gap is about it. Thick dashed lines with a filled arrowhead are gaps: the longer the dashes, the worse. Thin dashed lines depend. The same as a table: annex.',
  connectionsNote: (all: string, omitted: boolean): string =>
    omitted
      ? `The ${all} that the picture has; evidence.json holds those that are not drawn, too. ${GAP_LINES_NOTE}`
      : `Every line of the picture: ${all}. ${GAP_LINES_NOTE}`,
  closed: 'closed',

  gap: {
    waiver: 'Accepted',
    derivation: 'How the severity came about',
    fingerprint: 'Fingerprint',
    articles: 'Articles',
    evidence: 'Evidence',
    references: 'Also cited by',
    fix: 'Suggested change',
    peers: 'Who can today',
    because: 'Why it is unknown',
    gateOf: { egress: 'At the source', ingress: 'At the destination' },
    connection: 'Connection',
    dataClass: 'Class',
  },
  article: (article: string): string => `Art. ${article}`,
  peersMore: (list: string, more: number): string => (more === 0 ? list : `${list} and ${more} more: see Annex E`),
  verdict: { allow: 'allowed', depends: 'depends', deny: 'denied' },
  connectionOn: (from: string, to: string, ports: string): string => `${from} to ${to} on ${ports}`,
  noGaps: 'No open gap.',
  noWaivers: 'No waiver was given; none is applied.',
  noWaiversHere: (given: number): string =>
    `${countOf(given, 'waiver was', 'waivers were')} given; ${given === 1 ? 'it means no gap' : 'none of them means a gap'} in this scope.`,
  waiversElsewhere: (others: number): string =>
    `${countOf(others, 'other waiver concerns', 'other waivers concern')} namespaces outside of this scope.`,
  noWaived: 'No gap is waived.',
  noGrants: 'Just-in-time grants: none are kept by this version.',
  waiver: {
    rows: {
      waiver: 'Waived',
      owner: 'Risk owner',
      justification: 'Justification',
      reference: 'Reference',
      compensating: 'Compensating',
    },
    approved: (id: string, approvedBy: string, approvedAt: string, expiresAt: string): string =>
      `${id}, approved by ${approvedBy} on ${approvedAt}, until ${expiresAt}`,
    intro: (asOf: string | undefined): string =>
      `A waiver accepts a gap for a time; the gap stays as it is. ${asOf === undefined ? 'Without a time none counts.' : `Expiry was judged at ${asOf}.`}`,
    grown: (state: string, more: number): string => `${state}; ${countOf(more, 'workload')} more behind it since`,
    state: {
      'in-force': 'in force',
      expired: 'expired',
      unused: 'matches no gap',
      ambiguous: 'fits several gaps',
      'over-broad': 'fits several gaps of its subject',
      'no-time': 'not judged',
    } satisfies Record<WaiverState, string>,
  },
  noPolicies: 'The input holds no NetworkPolicy: every pod may connect to every pod.',
  classesIntro:
    'A class is declared for the workload, inherited from its namespace, inferred from signs, or unknown. Unknown never counts as none.',
  atRest: 'data at rest',
  noManager: 'not in the input',

  unreadNone: 'Every object in the input was read.',
  unreadHead: 'Objects that could not be read',
  notesHead: 'What was assumed while reading',
  checksHead: 'Checks that did not evaluate everything',
  unevaluatedHead: 'Policy objects of kinds that this version does not evaluate',
  unevaluatedNone: 'No policy objects of other kinds are in the input.',
  neverRead: 'Secrets, ConfigMaps, environment values, arguments and logs are never read.',
  method: [
    'The policies are compiled into rules with peers and ports. Pods that no rule can tell apart form a class, and the relation is computed between classes: for each pair, the ports that are allowed for certain and those that may be allowed. What lies between depends, with its reasons.',
    'A connection is allowed where the egress of its source and the ingress of its destination both let it through. A pod that no policy selects for a direction is open in that direction.',
    'A pod without labels in each namespace stands for “by default”: it is the pod that anybody may create.',
    'Severity follows from the class of the data and the exposure of the connection; the derivation is printed with each gap.',
    'The same evidence gives the same document, byte by byte.',
  ],
  methodChecks: 'Checks that ran',

  verify: [
    'Take the evidence out of this document, and compare its hash with the one on the cover:',
    'The attachment is canonical JSON (RFC 8785): any change to it changes the hash. It holds the inputs, so that anybody can compute the results again.',
  ],
  verifyCommands: (file: string): string => `pdfdetach -saveall ${file}\nsha256sum evidence.json`,
  verifyTool: (file: string): string => `ringfence verify ${file}`,
  verifyFile: 'snapshot.pdf',

  signOffIntro: 'The fields are empty by design: people enter their names.',
  signOffRows: ['Prepared', 'Reviewed, data protection officer', 'Accepted, owner of the risk'],
  signOffColumns: ['Role', 'Name', 'Date', 'Signature', 'Comment'],

  glossary: [
    ['allowed', 'The policies let the connection through. Nothing is said about whether it happens.'],
    ['depends', 'Cannot be decided from the input, or network plugins differ. The reason is always given.'],
    ['isolated', 'At least one policy selects the pod for that direction; only what a rule admits is allowed.'],
    ['any pod', 'A pod without labels that somebody may create in another namespace.'],
    [
      'gap',
      'A claim about reachability with a witness: the connection, and the rule or the absence that lets it through.',
    ],
    ['unknown', 'A check whose result is decided by a connection that depends.'],
    [
      'declared, inherited, inferred, unknown',
      'Where the class of the data comes from: the DataMap or a label of its own; the namespace; signs; nowhere.',
    ],
    ['fingerprint', 'Names the same gap over time. It holds no pod names and no addresses.'],
    ['workload', 'The topmost controller of pods: Deployment, StatefulSet, DaemonSet, Job, CronJob, or a bare pod.'],
  ],
  fontNote: 'Characters that the fonts of this document do not hold are written as U+ and their number.',
} as const;

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
] as const;

/** "23 November 2026 at 09:41 UTC"; the text itself where it is no time. */
export function dateInWords(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  return `${date.getUTCDate()} ${MONTHS[date.getUTCMonth()]} ${date.getUTCFullYear()} at ${two(date.getUTCHours())}:${two(date.getUTCMinutes())} UTC`;
}

/** "23 Nov 2026, 09:41:07 UTC" */
export function timestamp(iso: string): string {
  const date = new Date(iso);
  if (Number.isNaN(date.getTime())) return iso;
  const month = MONTHS[date.getUTCMonth()]?.slice(0, 3);
  return `${date.getUTCDate()} ${month} ${date.getUTCFullYear()}, ${two(date.getUTCHours())}:${two(date.getUTCMinutes())}:${two(date.getUTCSeconds())} UTC`;
}

/** "27 Nov 2026, 07:10:00 Europe/Berlin". */
export function localTimestamp(iso: string, { zone, offsetMinutes }: LocalTime): string {
  const there = new Date(new Date(iso).getTime() + offsetMinutes * 60_000);
  return timestamp(there.toISOString()).replace('UTC', zone);
}

function two(value: number): string {
  return String(value).padStart(2, '0');
}

/** "9f2c 7b10 44de … e41a": groups of four, the first three and the last. */
export function shortHash(hash: string): string {
  return `${hash.slice(0, 4)} ${hash.slice(4, 8)} ${hash.slice(8, 12)} … ${hash.slice(-4)}`;
}

/** Sentences of the snapshot's chapters; those of cover, footer and banners stand in `report.ts`. */

import type { ReachState } from '#lib/gdpr/report-parts/reach-matrix.ts';
import type { StandingJson } from '#lib/gdpr/report-parts/transfers.ts';
import { count, countOf } from './count.ts';

export const CHAPTERS = {
  limits: 'What this is, and what it is not',
  enforcement: 'Is it enforced?',
  summary: 'Summary',
  scope: 'Scope and completeness',
  figures: 'Pictures',
  isolation: 'Who may connect to whom',
  gaps: 'Gaps',
  exposure: 'Ways from the internet to special-category data',
  register: 'For the record of processing activities',
  transfers: 'Recipients and transfers',
  waivers: 'Accepted gaps',
  unknowns: 'Unknowns and limits',
  classes: 'Data classes',
  policies: 'Policy inventory',
  changes: 'Changes since the snapshot before',
  method: 'Method',
  verify: 'How to verify',
  signOff: 'Sign-off',
  glossary: 'Glossary',
  annexNamespaces: 'Annex A: namespaces of the overview',
  annexConnections: 'Annex B: connections of the map',
  annexMatrix: 'Annex C: who may connect to whom, in words',
  annexGaps: 'Annex D: further gaps of the same kinds',
  annexPeers: 'Annex E: who stands behind the gaps',
} as const;

export const CHAIN = {
  none: 'not in a chain',
  place: (seq: number): string => `${count(seq)} in the chain of this cluster`,
  first: '1, the first in the chain of this cluster',
  link: 'Chain, H',
  previous: 'Link before',
} as const;

export const ENFORCEMENT = {
  intro:
    'Policies are text until a network plugin enforces them. What this document calls closed is closed by the policies; whether the cluster does what they say is a question of its own:',
  untested: 'Nothing was sent: whether packets are really stopped was not tried.',
} as const;

export const SUMMARY = {
  open: (open: number, kinds: number): string =>
    open === 0
      ? 'No open gap around personal data was found.'
      : `**${countOf(open, 'open gap')}** around personal data, of ${countOf(kinds, 'kind')}.`,
  waived: (waived: number): string =>
    waived === 0 ? '' : ` ${countOf(waived, 'gap is', 'gaps are')} accepted for a time.`,
  unknown: (unknown: number): string =>
    unknown === 0 ? ' Every check that ran came to a result.' : ` ${countOf(unknown, 'result')} could not be decided.`,
  noChanges: 'It was not compared with an earlier snapshot: what is new, and since when a gap is known, is not said.',
  changes: (since: string, opened: number, closed: number, changed: number, unchanged: number): string =>
    `Since the snapshot of ${since}: ${count(opened)} new, ${count(closed)} closed, ${count(changed)} changed, ${count(unchanged)} unchanged.`,
  new: 'New',
  closed: 'Closed',
  wholeClusterCounts:
    'What passed, does not apply or was not evaluated is counted for the whole cluster alone, and left out of this partial report.',
} as const;

export const PROVENANCE = {
  traffic: {
    none: 'No source of observed traffic was connected: the checks OBS and MIN-001 are not evaluated.',
    head: 'Observed traffic',
    window: 'Window',
    sources: 'Sources',
    source: (name: string, complete: boolean, nodes: number): string =>
      `${name}${nodes === 0 ? '' : ` at ${countOf(nodes, 'node')}`}${complete ? '' : ', whose silence says nothing'}`,
    flows: 'Flows',
    edges: (edges: number, leftOut: number): string =>
      `${countOf(edges, 'edge')} between two ends${leftOut === 0 ? '' : `, ${countOf(leftOut, 'further one')} had no room`}`,
    digest: 'SHA-256',
  },
  head: 'Where the input comes from',
  rows: {
    cluster: 'Cluster id',
    server: 'API server',
    ca: 'Authority, SHA-256',
    identity: 'Read as',
    rules: 'What this identity may do, as the server says',
    clock: 'Clock',
    state: 'How it was read',
    source: 'Source',
    time: 'Its time',
    dataMap: 'DataMap, SHA-256',
    dataMapCommit: 'DataMap, commit',
    image: 'Image digest',
    places: 'Places of addresses',
  },
  noDataMapCommit: 'not recorded: the text itself is in the evidence',
  noImage: 'not recorded: a container is not told its own; the version and the hash of the rules are',
  noPlaces: 'none: addresses are not placed in countries',
  noDataMap: 'none: nobody declared data, recipients or flows',
  noTime: 'The source carries no time of its own: that of this snapshot stands for it.',
  filesNote:
    'Read from files: what they hold is all that is known. Nobody can tell from them whether the cluster holds more.',
  filesHead: ['File', 'Bytes', 'SHA-256'],
  demoNote: 'Built-in demonstration data of an invented company.',
  notTold: (why: string): string => `not told: ${why}`,
  identity: { 'service-account': 'service account', user: 'a user, not named here', anonymous: 'anonymous' },
  clock: (offset: number, within: number): string =>
    `times are of the machine that read; the server’s is ${offset} ms apart, give or take ${within} ms`,
  state: {
    frozen: 'listed for this snapshot, or listed before and unchanged since',
    watched: 'listed when the source began, and kept up by watches since',
    lost: 'the server no longer answered: this is the last that it said',
  },
  rule: (namespaces: string, verbs: string, resources: string, groups: string, names: number | undefined): string =>
    `${namespaces === '' ? 'everywhere' : namespaces}: ${verbs} ${resources}${groups === '' ? '' : ` of ${groups}`}${
      names === undefined ? '' : ` (${countOf(names, 'object')} by name)`
    }`,
  moreRules: (more: number): string => `and ${countOf(more, 'more rule')}`,
  incomplete: 'the server cannot tell all rules',
  moreNamespaces: (more: number): string => `${countOf(more, 'namespace was', 'namespaces were')} not asked about`,
  listsHead: 'Lists',
  listHead: ['Kind', 'Objects', 'Pages', 'From and to (UTC)', 'List version', 'SHA-256'],
  between: (from: string, to: string): string => (from === to ? from : `${from} – ${to}`),
  watched: (from: string, to: string): string => `${from}, watched to ${to}`,
  skew: (seconds: number): string =>
    `Lists of different kinds are not one atomic picture. From the start of the first to the end of the last ${seconds.toFixed(1)} s passed.`,
  readAgainHead: 'Listed once more, since objects changed meanwhile',
  readAgain: (resource: string, from: string, to: string, objects: string, more: number): string =>
    `${resource}, from version ${from} to ${to}: ${objects}${more > 0 ? ` and ${count(more)} more` : ''}`,
  notReadAgain: (list: string): string => `Could not be listed anew in time, so that these lists are older: ${list}.`,
  flows: 'Flow source: none. Nothing in this document says which connections were made.',
  namespacesOut: (list: string): string => `Out of scope, at the wish of whoever took the snapshot: ${list}.`,
} as const;

export const FIGURES = {
  overview: 'Overview by namespace',
  overviewAlt: (cluster: string, namespaces: number, gaps: number): string =>
    `Overview of ${cluster}: ${countOf(namespaces, 'namespace')} as tiles in bands, ${countOf(gaps, 'line')} for gaps between them. Annex A holds the same as a table.`,
  overviewCaption:
    'Each tile is a namespace with its pods. Left side: share of pods closed for ingress; right side: for egress; dotted is open. A mark with bars counts gaps. Lines are gaps that cross namespaces. As a table: annex A.',
  map: 'Map of allowed connections',
  paths: 'One picture for each critical path stands with its gap, in the chapter on gaps.',
  pathAlt: (title: string, hops: string): string => `${title}: ${hops}`,
  pathCaption:
    'The connection behind this gap. A dotted side of a box is open, a solid one closed but for what a rule admits. In words: below.',
  namespaceHead: ['Namespace', 'Pods', 'Closed for ingress', 'Closed for egress', 'Most sensitive class', 'Gaps'],
  empty: 'Nothing to draw.',
} as const;

export const ISOLATION = {
  intro:
    'From the namespace of the row to that of the column. A (full): every pair of pods may connect, on every port. P (half): some pairs or some ports. ? (ringed): nothing is certain, something depends. – (empty): nothing is allowed. Blank: there is no pair.',
  namespaces: 'Namespaces',
  environments: 'Environments',
  environmentsNone:
    'No workload has a declared environment: there is no matrix of environments. Labels ringfence.dev/environment or the DataMap name them.',
  environmentUnknown: 'not named',
  outOfScope: 'others',
  alt: (what: string, names: number): string =>
    `Matrix of ${countOf(names, what)}: who may connect to whom. In words in annex C.`,
  caption: 'Rows are sources, columns destinations. The same in words: annex C.',
  tooMany: (names: number): string =>
    `${countOf(names, 'namespace')} are too many for a picture that can be read. Annex C says the same in words, complete.`,
  counts: 'Pairs of namespaces, each direction counted',
  state: {
    allowed: 'allowed',
    partly: 'partly allowed',
    unknown: 'unknown',
    denied: 'denied',
    none: 'no pair',
  } satisfies Record<ReachState, string>,
  letter: { allowed: 'A', partly: 'P', unknown: '?', denied: '–', none: '' } satisfies Record<ReachState, string>,
  rowText: (parts: readonly string[]): string => `${parts.join('; ')}.`,
  part: (state: string, list: string): string => `${state}: ${list}`,
  others: (state: string): string => `all others: ${state}`,
  allSame: (state: string): string => `to every namespace: ${state}`,
  fromMany: (list: string): string => `From ${list}`,
  annexIntro: 'Sources with the same row stand together. Read: from these namespaces to those.',
} as const;

export const GAPS = {
  intro:
    'Gaps of one kind (the same check, severity and derivation) stand together. Up to three are told whole; Annex D tells of the others what is different about them or, where they are too many for pages, how many there are.',
  bySeverity: (severity: string, gaps: number, kinds: number): string =>
    `${severity}: ${countOf(gaps, 'gap')} of ${countOf(kinds, 'kind')}`,
  more: (more: number, annex: boolean): string =>
    `The same holds of ${countOf(more, 'more', 'more')}: same check, severity, derivation and articles.${annex ? ' Annex D tells each.' : ''}`,
  annexIntro: (partial: boolean): string =>
    `Each stands with its id, its witness and, where it is short enough, its change. Articles, derivation and references are those of its kind in the chapter on gaps, the hash of each policy${partial ? ' of this scope' : ''} stands in the policy inventory. ${partial ? 'Policies outside of it are named where they decide; what they say is in evidence.json, among its inputs. ' : ''}The YAML of every change is in evidence.json:`,
  annexCounted: (further: number): string =>
    `${countOf(further, 'gap')} more are too many for pages. Here stands how many there are of each kind. Every one stands with its witness and its change in evidence.json, and as a row of findings.csv in the evidence package. The list, and the change of one:`,
  annexCountedHead: ['Check', 'Result', 'Severity and how it was derived', 'Further gaps'],
  annexList: `jq -r '.gaps[] | [.severity, .result, .id, .title] | @tsv' evidence.json`,
  annexCommand: (id: string): string =>
    `jq -r '.fixLines as $lines | .gaps[] | select(.id == "${id}").fix.yaml[] | $lines[.]' evidence.json`,
  peersIntro:
    'All workloads behind the gaps of which a chapter names a dozen, by the numbers below. Where the workload that a gap is about stands among them, it is counted, but not meant. Those behind the gaps of Annex D are in evidence.json.',
  peersCounted: (workloads: number, sets: number): string =>
    `${countOf(sets, 'list')} over the ${countOf(workloads, 'workload')} behind gaps are too many for pages. They stand in evidence.json: peers of a gap is a place in peerSets, whose runs are places in peerNames, turning those of another set where like names one. Where the workload that a gap is about stands among them, it is not meant.`,
  peersNumbered: 'The workloads by number',
  peersOf: (workloads: number, runs: string): string => `${countOf(workloads, 'workload')}: ${runs}`,
  subject: 'Subject',
  owner: 'Owner',
  subjectOf: (subject: string, owner: string | undefined): string => `${subject}; owner: ${owner ?? 'nobody is named'}`,
  asAbove: 'Articles and references as for the gap of this kind above.',
  firstSeen: 'First seen',
  firstSeenHere: 'in this snapshot: new since the one before',
  firstSeenBefore: (taken: string): string => `in the snapshot of ${taken} or before`,
  sameOf: (names: string): string => `The same holds of ${names}.`,
  ruleHash: (rule: string, hash: string): string => `${rule}, SHA-256 of its spec ${hash}`,
  ruleOutside: (rule: string): string => `${rule}, outside of this scope`,
} as const;

export const EXPOSURE = {
  intro: (hops: number): string =>
    `For each workload with data of special categories, of convictions or of children: the shortest way by which somebody from the internet who takes over each workload on it could get there, over at most ${countOf(hops, 'connection')}. Ways that are declared from end to end are not counted. The minimum cut is the fewest connections without which no way of any length is left.`,
  none: 'No workload is known to hold such data.',
  head: ['Workload', 'Class', 'Shortest way', 'As short', 'Minimum cut'],
  noPath: 'none found',
  depends: (path: string): string => `${path} (some of it depends)`,
  cut: (connections: number): string => countOf(connections, 'connection'),
  cutHead: 'One choice of each minimum cut',
  cutLine: (from: string, to: string): string => `from ${from} to ${to}`,
} as const;

export const REGISTER = {
  intro:
    'What the DataMap and labels declare, by record or purpose, beside what the policies allow. It pre-fills and cross-checks the record of processing activities; the record stays the controller’s.',
  notObserved: 'Observed: there was no flow source, so nothing is said of what happens.',
  observedNote:
    'Observed: what a source of traffic saw pass within its window, as the chapter on scope and completeness tells. What was not seen may have happened all the same.',
  none: 'No workload is known to hold personal data.',
  unknownNote: (workloads: number): string =>
    workloads === 0
      ? ''
      : `${countOf(workloads, 'workload has', 'workloads have')} no known class and ${workloads === 1 ? 'stands' : 'stand'} in no entry.`,
  noRecord: 'No record named',
  withPurpose: (purpose: string): string => `No record named: ${purpose}`,
  rows: {
    purposes: 'Purposes',
    categories: 'Categories of data',
    subjects: 'Data subjects',
    controllers: 'Controller',
    roles: 'Role',
    owners: 'Team',
    retention: 'Erasure (retention)',
    systems: 'Systems',
  },
  notDeclared: 'not declared',
  recipientsHead: ['Recipients', 'Declared', 'Observed', 'Merely allowed'],
  internal: 'Inside the cluster',
  external: 'Outside',
  anywhere: 'Any address outside',
  noFlows: 'no flow source',
  notSeen: 'not seen',
  seen: 'seen',
  seenOthers: (ends: number): string => `${countOf(ends, 'other end')} seen`,
  nobody: '–',
  system: (workload: string, dataClass: string, atRest: boolean): string =>
    `${workload} (${dataClass}${atRest ? ', at rest' : ''})`,
  namespaces: (list: string): string => `from ${list}`,
  allowed: { yes: 'allowed', depends: 'depends', no: 'not allowed' },
  allowedNotDeclared: { yes: 'allowed, not declared', depends: 'depends, not declared', no: '–' },
  openSystems: (certain: number, depends: number): string =>
    [
      certain > 0 ? `${countOf(certain, 'system')} may connect to nearly every address` : '',
      depends > 0 ? `of ${countOf(depends, 'system')} it depends` : '',
    ]
      .filter((part) => part !== '')
      .join('; '),
  measuresHead: 'General description of security measures (Art. 30(1)(g)), from checks that found no gap',
  measuresIntent:
    'What checks found without a gap, because policies close a way or because none leads there: a check asks for no more than its condition (docs/checks.md has each). Whether policies are enforced is not established. Network controls only: encryption, access rights and the like are not looked at.',
  measuresPartial:
    'Left out of a partial report: what passed is counted for the whole cluster alone, and says nothing of this scope.',
  measuresNone: 'No check passed without a gap.',
  measure: (title: string, passed: number, notEvaluated: number): string =>
    `${title}: ${countOf(passed, 'subject')} without a gap${notEvaluated === 0 ? '' : `, ${count(notEvaluated)} not evaluated`}`,
} as const;

export const TRANSFERS = {
  intro: (asOf: string, checkedOn: string | undefined, regime: string): string =>
    checkedOn === undefined
      ? `No table of adequacy decisions is there for ${regime}: the standing of countries was not judged.`
      : `Standing of each country as of ${asOf}, by the table for ${regime} that was last compared with its sources on ${checkedOn}. The country is that of the declared importer; where an address lies is never taken for it. An indication: whether a transfer takes place, and on what basis, is for people to judge.`,
  none: 'The DataMap declares no recipient of data outside one’s own.',
  head: ['Recipient', 'Basis on record', 'Contract', 'Declared from', 'Allowed from'],
  country: (country: string): string => `Importer in ${country}`,
  stands: (standing: string): string => `${standing[0]?.toUpperCase() ?? ''}${standing.slice(1)}.`,
  noCountry: 'a country that is not declared',
  noBasis: 'none recorded',
  noContract: 'none recorded',
  standing: (standing: StandingJson | undefined): string => {
    switch (standing?.type) {
      case undefined:
        return 'not judged';
      case 'inside':
        return 'inside: the law applies there';
      case 'unsure':
        return `not certain: ${standing.note}`;
      case 'none':
        return standing.endedOn === undefined
          ? 'no adequacy decision'
          : `no adequacy decision; ${standing.instrument ?? 'one'} ended on ${standing.endedOn}`;
      case 'adequate':
      case 'time-unknown':
        return [
          standing.type === 'adequate' ? 'adequacy decision' : 'time not known; decision',
          standing.instrument ?? '',
          `for ${standing.scope}`,
          standing.condition === undefined ? '' : `only where ${standing.condition}`,
          standing.validUntil === undefined ? '' : `until ${standing.validUntil}`,
        ]
          .filter((part) => part !== '')
          .join(', ');
    }
  },
  basis: (basis: string, more: readonly string[]): string => [basis, ...more].join(', '),
  certified: (day: string): string => `certified ${day}`,
  validUntil: (day: string): string => `until ${day}`,
  contract: (ref: string, signed: string | undefined, review: string | undefined): string =>
    [ref, signed === undefined ? '' : `signed ${signed}`, review === undefined ? '' : `review by ${review}`]
      .filter((part) => part !== '')
      .join(', '),
  receives: (list: string): string => `receives ${list}`,
  depends: (list: string): string => `depends: ${list}`,
} as const;

export const UNKNOWNS = {
  resultsHead: 'Results that could not be decided',
  resultsNone: 'Every check that ran came to a result.',
  dependsHead: 'Connections that depend',
  depends: (part: number, whole: number): string =>
    part === 0
      ? 'No connection between workloads depends on what is not known.'
      : `${count(part)} of ${countOf(whole, 'allowed connection')} between workloads ${part === 1 ? 'depends' : 'depend'}, at least in part. Why:`,
  classesHead: 'Workloads of which nobody knows what data they hold',
  classes: (unknown: number, all: number): string =>
    unknown === 0
      ? 'None: each has a class.'
      : `${count(unknown)} of ${countOf(all, 'workload')}. Unknown never counts as none: checks look at them as if they might hold personal data.`,
  elsewhere: (others: number): string =>
    `${countOf(others, 'other concerns', 'others concern')} namespaces outside of this scope.`,
  checksPartial:
    'A check may not have evaluated everything. Why is told of the whole cluster alone, since the reasons name what is outside of this scope.',
  never:
    'Never seen: payload, encryption, identities of people, contracts, what happens on nodes or outside the cluster.',
} as const;

export const CLASSES = {
  head: ['Workloads', 'Class', 'Basis', 'Ground'],
  ownObject: (kind: string): string => `its ${kind}`,
  largeHead: 'Every workload of the larger groups, by namespace',
  largeName: (dataClass: string, basis: string, number: number): string =>
    `${dataClass}, ${basis}: ${countOf(number, 'workload')}`,
  loweredHead: 'Lowered classes',
  loweredNone: 'No class was lowered by the DataMap.',
  lowered: (from: string, to: string, because: string): string => `${from} lowered to ${to}, because: ${because}`,
  confidence: (basis: string, confidence: number): string => `${basis} ${confidence}`,
  countsHead: ['Class', 'Declared', 'Inherited', 'Inferred', 'Unknown'],
} as const;

export const INVENTORY = {
  intro: (policies: number, sets: number): string =>
    `${countOf(policies, 'policy', 'policies')}, ${countOf(sets, 'different spec')}. “In doubt” counts rules that change nothing, or that void what others restrict (POL-008).`,
  head: ['Policy', 'Directions', 'Pods', 'Rules', 'In doubt', 'Version', 'Spec, SHA-256', 'Changed by'],
  named: (name: string, tier: string): string => `${name}, ${tier} tier`,
  versionOf: (version: string, uid: string | undefined): string =>
    uid === undefined ? version : `${version}, uid ${uid}`,
  noUid: 'not in the input',
  notUnderstood: 'not understood',
  lineOf: (
    tier: string,
    directions: string,
    pods: number,
    workloads: number,
    rules: number,
    doubts: number,
    version: string,
    uid: string,
    hash: string,
    by: string,
  ): string =>
    `${tier}; ${directions}; selects ${countOf(pods, 'pod')} of ${countOf(workloads, 'workload')}; ${countOf(rules, 'rule')}${doubts === 0 ? '' : `, ${count(doubts)} in doubt`}; version ${version}; uid ${uid}; spec ${hash}; changed by ${by}`,
  noDirection: 'no direction',
  left: (reasons: string): string => `Whether a rule is redundant was not asked of all: ${reasons}`,
  tier: (tier: string, priority: number | undefined): string => (priority === undefined ? tier : `${tier} ${priority}`),
} as const;

export const CHANGES = {
  none: 'This snapshot was not compared with an earlier one. A whole snapshot that is taken into the store is compared with the last whole one before it that can be read and was made by the same rules and readings.',
  intro: (taken: string, evidence: string | undefined): string =>
    `Compared with the snapshot of ${taken}${evidence === undefined ? '' : `, evidence ${evidence}`}. Connections are told where an end holds personal data or may hold some, before or after.`,
  gapsHead: 'Gaps',
  connectionsHead: 'Connections of personal data',
  policiesHead: 'Policies',
  classesHead: 'Data classes',
  workloadsHead: 'Workloads',
  dataMapHead: 'What people declare (DataMap)',
  dataMapColumns: ['Entry', 'What', 'Says'],
  entry: { added: 'added', removed: 'removed', changed: 'changed' },
  nothing: 'Nothing changed.',
  tooMany: (all: number, counts: readonly (readonly [string, number])[], path: string): string =>
    `${countOf(all, 'entry', 'entries')} are too many for pages: ${counts
      .filter(([, own]) => own > 0)
      .map(([word, own]) => `${count(own)} ${word.toLowerCase()}`)
      .join(', ')}. Each stands in evidence.json, at ${path}.`,
  opened: 'New',
  closed: 'Closed',
  changed: 'Changed',
  result: { FAIL: 'open', WAIVED: 'waived', UNKNOWN: 'unknown' },
  gapChanged: (title: string, before: string, after: string): string => `${title}: from ${before} to ${after}`,
  kind: {
    opened: 'opened',
    'possibly-opened': 'possibly opened',
    closed: 'closed',
    'ruled-out': 'ruled out',
    'ports-changed': 'other ports',
    'certainty-changed': 'certainty changed',
  },
  from: 'from',
  to: 'to',
  connectionHead: ['Workload', 'What', 'With', 'Ports before', 'Ports now'],
  classChanged: (workload: string, before: string, after: string): string => `${workload}: from ${before} to ${after}`,
  added: (list: string): string => `Added: ${list}`,
  removed: (list: string): string => `Removed: ${list}`,
  altered: (list: string): string => `Changed: ${list}`,
} as const;

export const METHOD = {
  assumptionsHead: 'What Kubernetes leaves to the network plugin',
  tablesHead: 'Tables that results rest on',
  tables: ['Table', 'Version', 'SHA-256'],
  heuristicsHead: 'Signs of data that were used',
  heuristicsNone: 'No class was inferred from signs.',
  heuristic: (source: string, workloads: number): string => `${source}: ${countOf(workloads, 'workload')}`,
  ruleSet: (version: string, hash: string): string => `Rule set ${version}, SHA-256 ${hash}.`,
  checkHead: ['Check', 'Title', 'Articles'],
} as const;

export const VERIFY = {
  chain: (seq: number, prev: string): string =>
    `This is link ${seq}. Its hash H is the SHA-256 of the canonical JSON {"evidence": E, "prev": ${prev}, "seq": ${seq}, "taken": …}: whoever alters one snapshot alters the hashes of all after it.`,
  noChain: 'This snapshot stands in no chain: no store took part. Keep its hash where others cannot alter it.',
  withTool: 'With Ringfence, also on another machine and without a network:',
  withToolText:
    'It computes hashes, classes, relation and gaps again from the inputs in the file, and names the first difference. What it proves: that results follow from these inputs by these rules, and that the file was not altered. What it does not prove: that the inputs are what the cluster held.',
  withoutTool: 'Without our software:',
  attestation: 'Attestation',
  attestationNone: 'This file carries no electronic signature.',
} as const;

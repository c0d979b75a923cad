import { passMeaning } from '#lib/gdpr/pass-meaning.ts';
import { SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import type { Scene } from '#lib/graph/types.ts';
import { clusterPolicyKind } from '#lib/kube/cluster-policy-kinds.ts';
import type { PortsJson } from '#lib/policy/types.ts';
import { count, countOf } from '#lib/text/en/count.ts';
import { classWords } from '#lib/text/en/gaps.ts';
import { isNoPort, portsInWords } from '#lib/text/en/ports.ts';
import { dateInWords, REPORT, shortHash, timestamp } from '#lib/text/en/report.ts';
import { NOT_DRAWN_BUT } from '#lib/text/en/scene.ts';
import type { Evidence } from './evidence/evidence.ts';
import { gapView } from './gap-view.ts';
import { policyView } from './policy-view.ts';
import { scopeView } from './scope-view.ts';

/** A document for people has an end; evidence.json holds the rest. */
const MAX_GAPS_TOLD = 100;
const MAX_GAP_ROWS = 500;
const MAX_CLASS_ROWS = 1_000;
const MAX_CONNECTION_ROWS = 600; // the scene's own budget of edges
const MAX_UNREAD_ROWS = 200;
const TOP_GAPS = 5;

/** The document as plain data: strings, numbers, lists. The template only sets it. */
export type ReportView = ReturnType<typeof reportView>;

export function reportView(evidence: Evidence, hash: string, scene: Scene) {
  const open = evidence.gaps.filter(({ result }) => result === 'FAIL');
  const unknown = evidence.gaps.filter(({ result }) => result === 'UNKNOWN');
  const { headings } = REPORT;
  const intent = passMeaning(evidence.checks) === 'intent';
  const columns = intent ? { ...REPORT.columns, passed: REPORT.columns.passedIntent } : REPORT.columns;
  return {
    headings,
    columns,
    words: {
      product: REPORT.product,
      kind: REPORT.kind,
      confidential: REPORT.confidential,
      contents: headings.contents,
      pageOf: REPORT.pageOf,
      fiveThatMatter: REPORT.fiveThatMatter,
      byCheck: REPORT.byCheck,
      gap: REPORT.gap,
      neverRead: REPORT.neverRead,
      fontNote: REPORT.fontNote,
    },
    title: evidence.title ?? REPORT.coverTitle(evidence.cluster.name),
    footer: REPORT.footer(evidence.cluster.name),
    hash,
    footerHash: REPORT.footerEvidence(shortHash(hash)),
    banners: banners(evidence),
    cover: cover(evidence, hash),
    limits: REPORT.limits,
    summary: {
      sentence: REPORT.summaryOpen(open.length, unknown.length),
      severities: SEVERITIES.map((severity) => severityRow(evidence, severity)),
      top: open.slice(0, TOP_GAPS).map(gapLine),
      checks: evidence.checks.map(({ id, title, counts }) => ({
        id,
        title,
        counts: [
          counts.FAIL,
          counts.WAIVED,
          counts.UNKNOWN,
          counts.PASS,
          counts.NOT_APPLICABLE,
          counts.NOT_EVALUATED,
        ].map(count),
      })),
      enforcement: enforcement(evidence, scene),
    },
    scope: scopeView(evidence),
    map: {
      alt: REPORT.mapAlt(evidence.cluster.name, scene.nodes.length, scene.edges.length),
      caption: REPORT.mapCaption,
      note: [
        scene.note ?? '',
        ...scene.omitted.map(({ sentence }) => sentence),
        scene.omitted.length > 0 ? NOT_DRAWN_BUT : '',
      ].filter((text) => text !== ''),
      wide: scene.width > scene.height,
      /** Height by width. */
      ratio: scene.height / Math.max(1, scene.width),
      empty: scene.nodes.length === 0 ? REPORT.mapEmpty : '',
    },
    gaps: told(open, evidence, REPORT.noGaps),
    unknown: told(unknown, evidence, REPORT.noUnknown),
    waivers: waiverView(evidence),
    policies: policyView(evidence),
    classes: classes(evidence),
    unread: unread(evidence),
    method: {
      paragraphs: REPORT.method,
      checksHead: REPORT.methodChecks,
      checks: evidence.checks.map(({ id, title }) => ({ id, title })),
    },
    verify: { paragraphs: REPORT.verify, commands: REPORT.verifyCommands(REPORT.verifyFile).split('\n') },
    signOff: { intro: REPORT.signOffIntro, rows: REPORT.signOffRows, columns: REPORT.signOffColumns },
    glossary: REPORT.glossary,
    connections: connections(scene),
  };
}

function banners(evidence: Evidence): readonly string[] {
  const list: string[] = [];
  const { enforced } = evidence.profile;
  if (enforced === 'unknown') list.push(REPORT.bannerEnforcement);
  if (enforced === 'no') list.push(REPORT.bannerNotEnforced);
  if (evidence.scope !== undefined) list.push(REPORT.bannerPartial(evidence.scope.namespaces.join(', ')));
  if (evidence.source.state === 'lost')
    list.push(REPORT.bannerStale(timestamp(evidence.source.asOf ?? evidence.taken)));
  const incomplete = evidence.completeness.kinds.some(({ state }) => state !== 'read' && state !== 'absent');
  if (incomplete || evidence.completeness.unread.length > 0) list.push(REPORT.bannerIncomplete);
  return list;
}

function cover(evidence: Evidence, hash: string) {
  const { counts, cluster, revision, tool } = evidence;
  const { provenance } = REPORT;
  const rows: readonly (readonly [string, string])[] = [
    [provenance.taken, timestamp(evidence.taken)],
    [provenance.scope, scopeSentence(evidence)],
    [
      provenance.cluster,
      cluster.uid === undefined ? `${cluster.name}; ${REPORT.noUid}` : `${cluster.name}, ${cluster.uid}`,
    ],
    [provenance.source, sourceSentence(evidence)],
    [provenance.revision, `${revision.seq}, ${shortHash(revision.content)}`],
    [provenance.software, REPORT.software(tool.version, tool.ruleSet)],
  ];
  return {
    text: REPORT.coverText(
      countOf(counts.pods, 'pod'),
      countOf(counts.namespaces, 'namespace'),
      dateInWords(evidence.taken),
    ),
    rows,
    hashLabel: provenance.evidence,
    hash,
    verify: REPORT.coverVerify,
  };
}

function scopeSentence({ scope, counts }: Evidence): string {
  if (scope === undefined) return REPORT.scopeAll(counts.namespaces);
  return REPORT.scopePart(scope.namespaces.length, counts.namespaces, scope.namespaces.join(', '));
}

function sourceSentence({ source, taken }: Evidence): string {
  if (source.state === 'lost') return REPORT.sourceLost(source.label, timestamp(source.asOf ?? taken));
  return REPORT.sourceAge(source.label, source.asOf === undefined ? undefined : timestamp(source.asOf));
}

function severityRow({ summary }: Evidence, severity: Severity) {
  return {
    severity,
    name: REPORT.severity[severity],
    counts: [summary.FAIL[severity], summary.WAIVED[severity], summary.UNKNOWN[severity]].map(count),
  };
}

function gapLine(gap: Evidence['gaps'][number]) {
  return {
    severity: gap.severity,
    name: REPORT.severity[gap.severity],
    title: gap.title,
    check: gap.check,
    id: gap.id,
  };
}

function enforcement(evidence: Evidence, scene: Scene) {
  const { enforcementRows: rows, enforcementState } = REPORT;
  const kinds = new Map<string, number>();
  for (const object of evidence.inputs.objects) {
    if (!KNOWN_KINDS.has(object.kind)) kinds.set(object.kind, (kinds.get(object.kind) ?? 0) + 1);
  }
  const left = [...kinds].map(([kind, number]) => countOf(number, kind, kind)).join(', ');
  const depends = scene.edges.filter((edge) => !isNoPort(edge.depends)).length;
  return {
    title: REPORT.enforcement,
    state: enforcementState[enforcementKnown(evidence)],
    rows: [
      [rows.plugin, evidence.enforcement ?? enforcementState.unknown],
      [rows.test, rows.testNone],
      [rows.notEvaluated, left === '' ? rows.notEvaluatedNone : left],
      [rows.undecided, REPORT.undecided(depends, scene.edges.length)],
    ],
  };
}

/** As ENF-001 judges. */
function enforcementKnown({ checks }: Evidence): keyof typeof REPORT.enforcementState {
  const counts = checks.find(({ id }) => id === 'ENF-001')?.counts;
  if (counts === undefined || counts.UNKNOWN > 0) return 'unknown';
  return counts.FAIL > 0 || counts.WAIVED > 0 ? 'no' : counts.PASS > 0 ? 'yes' : 'unknown';
}

/** Kinds of kept objects that are evaluated or read as facts; everything else is a policy kind of somebody else's. */
const KNOWN_KINDS: ReadonlySet<string> = new Set([
  'Namespace',
  'Pod',
  'Node',
  'Service',
  'EndpointSlice',
  'Ingress',
  'NetworkPolicy',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'ReplicaSet',
  'ReplicationController',
  'Job',
  'CronJob',
]);

function told(gaps: readonly Evidence['gaps'][number][], evidence: Evidence, none: string) {
  const rest = gaps.slice(MAX_GAPS_TOLD);
  return {
    none: gaps.length === 0 ? none : '',
    gaps: gaps.slice(0, MAX_GAPS_TOLD).map((gap) => gapView(gap, evidence)),
    restNote: rest.length === 0 ? '' : REPORT.restOfGaps(MAX_GAPS_TOLD, gaps.length),
    rest: rest.slice(0, MAX_GAP_ROWS).map(gapLine),
  };
}

/** Every gap that is accepted, and how each waiver stands; nothing of it is hidden. */
function waiverView(evidence: Evidence) {
  const waived = evidence.gaps.filter(({ result }) => result === 'WAIVED');
  const inScope = new Set(evidence.gaps.map(({ id }) => id));
  const { asOf = null, waivers = [] } = evidence.waivers ?? {};
  // A partial snapshot tells of its own namespaces: of the waivers those that mean a gap there.
  const shown = waivers.filter(({ gaps }) => evidence.scope === undefined || gaps.some((id) => inScope.has(id)));
  return {
    intro: shown.length === 0 ? '' : REPORT.waiver.intro(asOf === null ? undefined : timestamp(asOf)),
    rows: shown.map(({ waiver, state, gaps }) => [
      ...[waiver.id, waiver.check, REPORT.waiver.state[state], count(gaps.length)],
      ...[waiver.riskOwner, waiver.approvedBy, waiver.expiresAt],
    ]),
    chapter: told(waived, evidence, shown.length === 0 ? REPORT.noWaivers : REPORT.noWaived),
  };
}

function classes({ classification }: Evidence) {
  return {
    intro: REPORT.classesIntro,
    note: classification.length > MAX_CLASS_ROWS ? REPORT.classesMore(MAX_CLASS_ROWS, classification.length) : '',
    rows: classification
      .slice(0, MAX_CLASS_ROWS)
      .map(({ workload, dataClass, basis, source, dataAtRest, confidence, lowered }) => [
        workload,
        dataAtRest ? `${classWords(dataClass)}; ${REPORT.atRest}` : classWords(dataClass),
        confidence === undefined ? basis : `${basis} ${confidence}`,
        lowered === undefined ? source : `${source}; ${REPORT.loweredFrom(classWords(lowered.from), lowered.because)}`,
      ]),
  };
}

function unread({ completeness, checks, inputs }: Evidence) {
  const place = (file: string | undefined, line: number | undefined): string =>
    [file, line].filter((part) => part !== undefined).join(':');
  const left = inputs.objects.filter(
    ({ apiVersion, kind }) => !KNOWN_KINDS.has(kind) && clusterPolicyKind(apiVersion, kind) === undefined,
  );
  return {
    objectsHead: REPORT.unreadHead,
    objects: limited(
      completeness.unread.map(({ file, line, object, field, message }) =>
        [object, field, message, place(file, line)].filter((part) => part !== undefined && part !== '').join(' · '),
      ),
    ),
    none: completeness.unread.length === 0 ? REPORT.unreadNone : '',
    notesHead: REPORT.notesHead,
    notes: limited(
      completeness.notes.map(({ message, file, line }) =>
        [message, place(file, line)].filter((part) => part !== '').join(' · '),
      ),
    ),
    checksHead: REPORT.checksHead,
    checks: limited(checks.flatMap(({ id, notEvaluated }) => notEvaluated.map((reason) => `${id}: ${reason}`))),
    unevaluatedHead: REPORT.unevaluatedHead,
    unevaluated: limited(
      left.map(
        ({ kind, metadata }) =>
          `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`,
      ),
    ),
    unevaluatedNone: left.length === 0 ? REPORT.unevaluatedNone : '',
  };
}

function limited(items: readonly string[]): readonly string[] {
  if (items.length <= MAX_UNREAD_ROWS) return items;
  return [...items.slice(0, MAX_UNREAD_ROWS), REPORT.more(items.length - MAX_UNREAD_ROWS)];
}

function connections(scene: Scene) {
  const label = new Map(
    scene.nodes.map((node) => [
      node.id,
      node.type === 'workload' || node.type === 'pod'
        ? node.namespace
          ? `${node.namespace}/${node.label}`
          : node.label
        : node.label,
    ]),
  );
  const words = (ports: PortsJson | undefined): string =>
    ports === undefined || isNoPort(ports) ? '–' : portsInWords(ports);
  const rows = scene.edges.slice(0, MAX_CONNECTION_ROWS);
  return {
    note: REPORT.connectionsNote(rows.length, scene.edges.length),
    rows: rows.map(({ from, to, allow, some, depends }) => [
      label.get(from) ?? from,
      label.get(to) ?? to,
      words(allow),
      words(some),
      words(depends),
    ]),
  };
}

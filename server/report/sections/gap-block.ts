import { pathScene } from '#lib/graph/path-scene.ts';
import { postOf } from '#lib/graph/scene-workloads.ts';
import { sceneToSvg } from '#lib/graph/svg.ts';
import { classWords } from '#lib/text/en/data-classes.ts';
import { policyName } from '#lib/text/en/policy-name.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { REPORT, shortHash, timestamp } from '#lib/text/en/report.ts';
import { FIGURES, GAPS } from '#lib/text/en/report-sections.ts';
import type { FigureBlock, GapBlock, GapPart, Pair } from '../document/blocks.ts';
import { compactYaml } from '../document/compact-yaml.ts';
import type { Evidence } from '../evidence/evidence.ts';
import { type EvidenceGap, peersOfEvidence } from '../evidence/peer-runs.ts';
import { type WholeGap, wholeGap } from '../evidence/shared-values.ts';
import { isOutsideScope } from './of-scope.ts';

/** Names that a reader takes in; an annex has all. */
export const MAX_PEERS_TOLD = 12;

/** What is looked up for each gap, gathered once for a document. */
export interface GapLookups {
  readonly evidence: Evidence;
  /** `Kind/ns/name` → SHA-256 of its spec. */
  readonly specs: ReadonlyMap<string, string>;
  readonly classes: ReadonlyMap<string, Evidence['classification'][number]>;
  readonly nodes: ReadonlyMap<string, Evidence['relation']['nodes'][number]>;
  /** Fingerprints of gaps that the snapshot before did not have; undefined: nobody compared. */
  readonly opened: ReadonlySet<string> | undefined;
}

export function gapLookups(evidence: Evidence): GapLookups {
  const { derived, classification, relation, changes } = evidence;
  return {
    evidence,
    specs: new Map(
      derived.policies.map(({ kind, namespace = '', name, specSha256 }) => [
        `${kind}/${namespace}/${name}`,
        specSha256,
      ]),
    ),
    classes: new Map(classification.map((each) => [each.workload, each])),
    nodes: new Map(relation.nodes.map((node) => [node.id, node])),
    opened: changes === undefined ? undefined : new Set(changes.gaps.opened.map(({ fingerprint }) => fingerprint)),
  };
}

/** One gap, told whole. @param isFirst of its kind: those after it have the same articles. */
export function gapBlock(told: EvidenceGap, lookups: GapLookups, isFirst = true): GapBlock {
  const gap = wholeGap(lookups.evidence, told);
  const peers = peersOfEvidence(lookups.evidence, told);
  const figure = isCriticalPath(gap) ? pathFigure(gap, lookups) : undefined;
  return {
    type: 'gap',
    id: gap.id,
    severity: gap.severity,
    severityName: REPORT.severity[gap.severity],
    aside: classLine(gap),
    title: gap.title,
    summary: gap.summary,
    ...(figure === undefined ? {} : { figure }),
    parts: [
      ...part(REPORT.gap.because, { items: gap.unknownBecause ?? [] }),
      ...part(REPORT.gap.waiver, { rows: gap.waiver === undefined ? [] : waiverRows(gap.waiver) }),
      ...part(REPORT.gap.evidence, {
        rows: [...identityRows(gap, lookups), ...witnessRows(gap, lookups), classRow(gap)],
      }),
      ...part(REPORT.gap.peers, { text: peersSentence(peers) }),
    ],
    derivation: [REPORT.gap.derivation, isFirst ? gap.derivation : `${gap.derivation}. ${GAPS.asAbove}`],
    fingerprint: [REPORT.gap.fingerprint, shortHash(gap.fingerprint)],
    ...(isFirst ? { articles: articlesOf(gap) } : {}),
    fix: { head: REPORT.gap.fix, lines: yamlLines(gap), note: fixNote(gap) },
  };
}

function articlesOf({ articles, references }: WholeGap): NonNullable<GapBlock['articles']> {
  return {
    head: REPORT.gap.articles,
    // Points of one article are often supported in the same sense.
    rows: [...Map.groupBy(articles, ({ sentence }) => sentence)].map(([sentence, own]) => [
      REPORT.article(own.map(({ article }) => article).join(', ')),
      sentence,
    ]),
    references: references.length === 0 ? '' : `${REPORT.gap.references}: ${references.join(', ')}`,
  };
}

function part(head: string, { rows, items, text }: Omit<GapPart, 'head'>): readonly GapPart[] {
  if ((rows?.length ?? 0) === 0 && (items?.length ?? 0) === 0 && (text ?? '') === '') return [];
  return [
    {
      head,
      ...(rows === undefined ? {} : { rows }),
      ...(items === undefined ? {} : { items }),
      ...(text === undefined ? {} : { text }),
    },
  ];
}

function identityRows(gap: WholeGap, { evidence, opened }: GapLookups): readonly Pair[] {
  const { namespace, kind, name } = gap.subject;
  const subject = [namespace, kind, name].filter((each) => each !== '').join('/');
  const owner = ownerOf(gap, evidence);
  const { changes } = evidence;
  // Without a snapshot before it nobody knows: the summary says so, once.
  const seen: readonly Pair[] =
    opened === undefined || changes === undefined
      ? []
      : [
          [
            GAPS.firstSeen,
            opened.has(gap.fingerprint) ? GAPS.firstSeenHere : GAPS.firstSeenBefore(timestamp(changes.since.taken)),
          ],
        ];
  return [[GAPS.subject, GAPS.subjectOf(subject, owner)], ...seen];
}

export function ownerOf({ subject: { namespace, kind, name } }: WholeGap, { derived }: Evidence): string | undefined {
  const key = `${namespace}/${kind}/${name}`;
  return Object.hasOwn(derived.owners, key) ? derived.owners[key] : undefined;
}

/** Who accepts it, until when, and why. */
export function waiverRows(waiver: NonNullable<WholeGap['waiver']>): readonly Pair[] {
  const { rows } = REPORT.waiver;
  const { id, riskOwner, approvedBy, approvedAt, expiresAt, justification, reference = '', compensating } = waiver;
  return [
    [rows.waiver, REPORT.waiver.approved(id, approvedBy, approvedAt, expiresAt)] as const,
    [rows.owner, riskOwner] as const,
    [rows.justification, justification] as const,
    [rows.reference, reference] as const,
    [rows.compensating, compensating.join('; ')] as const,
  ].filter(([, text]) => text !== '');
}

/** Each connection, then what each gate says: the rule with its object, path and hash, or the proof that none selects. */
function witnessRows({ witness }: WholeGap, { specs, evidence }: GapLookups): readonly Pair[] {
  return witness.flatMap((hop) => {
    const connection = REPORT.connectionOn(hop.from, hop.to, portsInWords(hop.ports));
    return [
      [REPORT.gap.connection, `${connection}: ${REPORT.verdict[hop.verdict]}`] as const,
      ...hop.because.map((reason): Pair => {
        const { policy, path = '' } = reason;
        const spec = policy === undefined ? undefined : specs.get(`${policy.kind}/${policy.namespace}/${policy.name}`);
        const where =
          policy === undefined
            ? ''
            : ruleWords(`${policyName(policy)} ${path}`.trim(), policy.namespace, spec, evidence);
        return [REPORT.gap.gateOf[reason.gate], [where, reason.text].filter((each) => each !== '').join(': ')];
      }),
    ];
  });
}

/** The hash of what is outside of the scope is nowhere in a partial report. */
function ruleWords(rule: string, namespace: string, spec: string | undefined, evidence: Evidence): string {
  if (isOutsideScope(evidence, namespace)) return GAPS.ruleOutside(rule);
  return spec === undefined ? rule : GAPS.ruleHash(rule, shortHash(spec));
}

function classRow(gap: WholeGap): Pair {
  return [REPORT.gap.dataClass, `${classLine(gap)}: ${gap.classification.source}`];
}

/** "personal (declared)"; an unknown class has no basis worth naming. */
function classLine({ classification: { dataClass, basis } }: WholeGap): string {
  return dataClass === 'unknown' ? classWords(dataClass) : `${classWords(dataClass)} (${basis})`;
}

function peersSentence(peers: readonly string[]): string {
  if (peers.length === 0) return '';
  return REPORT.peersMore(peers.slice(0, MAX_PEERS_TOLD).join(', '), Math.max(0, peers.length - MAX_PEERS_TOLD));
}

export function yamlLines({ fix }: WholeGap): readonly string[] {
  return fix.yaml === '' ? [] : compactYaml(fix.yaml);
}

/** The note, what the engine says of the fix, and what needs saying before it is applied. */
function fixNote({ fix: { note, effect } }: WholeGap): string {
  return effect === undefined ? note : [note, effect.sentence, ...effect.warnings].join(' ');
}

/** gdpr.md §5.2, section 6: one picture for each critical path. */
function isCriticalPath({ severity, check, witness }: WholeGap): boolean {
  return witness.length > 0 && (severity === 'critical' || check === 'EXP-002');
}

function pathFigure(gap: WholeGap, { classes, nodes }: GapLookups): FigureBlock {
  const scene = pathScene(gap, (end) => {
    const isolation = nodes.get(end)?.isolation;
    return {
      classification: classes.get(end),
      ...(isolation === undefined || isolation.ingress === 'none' || isolation.egress === 'none'
        ? {}
        : { fence: { ingress: postOf(isolation.ingress), egress: postOf(isolation.egress) } }),
    };
  });
  const hops = gap.witness.map(({ from, to, ports }) => REPORT.connectionOn(from, to, portsInWords(ports))).join('; ');
  const alt = FIGURES.pathAlt(gap.title, hops);
  return {
    type: 'figure',
    svg: sceneToSvg(scene, 'print', { title: alt }),
    alt,
    caption: FIGURES.pathCaption,
    width: scene.width,
    height: scene.height,
  };
}

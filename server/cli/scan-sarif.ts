import { VERSION } from '#lib/api/version.ts';
import { articleHooks } from '#lib/gdpr/articles.ts';
import { CHECK_TABLE, type CheckId } from '#lib/gdpr/check-table.ts';
import { type CheckResult, type Gap, type GapReport, SEVERITIES, type Severity } from '#lib/gdpr/types.ts';
import { SARIF } from '#lib/text/en/scan.ts';
import { withTable } from './adequacy-option.ts';
import { type Artifacts, CLUSTER_BASE, clusterBase, collectArtifacts, type Place } from './sarif-artifacts.ts';
import type { ScanResult } from './scan-result.ts';

export const SARIF_TOOL = 'Ringfence';
/** Under this key `partialFingerprints` carry ours; another way to compute it gets another key. */
export const FINGERPRINT_KEY = 'ringfence/v1';
const SCHEMA = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** GitHub orders alerts by this number of the rule: critical above 9, high above 7, medium above 4. */
const SCORE: Readonly<Record<Severity, string>> = {
  critical: '9.5',
  high: '8.0',
  medium: '5.5',
  low: '2.0',
  info: '0.5',
};
const LEVEL: Readonly<Record<Severity, 'error' | 'warning' | 'note'>> = {
  critical: 'error',
  high: 'error',
  medium: 'warning',
  low: 'note',
  info: 'note',
};

/**
 * The result as SARIF 2.1.0 (gdpr.md §2.3 and §5.5), deterministic: it carries no clock and no random id.
 * @param passes told too, a result for each check: readers that know no `kind`, as GitHub, show each result as an alert.
 */
export function scanSarif({ input, report, baseline, filter }: ScanResult, revision: object, passes = false): object {
  const artifacts = collectArtifacts(input);
  const rules = report.checks.map((check) => ruleOf(check, report.gaps));
  const ruleIndex = new Map(report.checks.map(({ id }, index) => [id, index]));
  const results = report.gaps.map((gap) => ({
    ...resultOf(gap, ruleIndex.get(gap.check) ?? -1, artifacts),
    ...(baseline === undefined ? {} : { baselineState: baseline.states.get(gap.fingerprint) ?? 'unchanged' }),
  }));
  return {
    $schema: SCHEMA,
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: SARIF_TOOL, version: VERSION, rules } },
        automationDetails: { id: `ringfence/${encodeURIComponent(input.cluster)}/` },
        originalUriBaseIds: { [CLUSTER_BASE]: { uri: clusterBase(input) } },
        columnKind: 'utf16CodeUnits',
        invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications(report.checks) }],
        artifacts: artifacts.written(),
        logicalLocations: artifacts.logical(),
        results: passes
          ? [...results, ...report.checks.flatMap((check, i) => passesOf(check, i, report.passes))]
          : results,
        properties: {
          cluster: input.cluster,
          revision,
          taken: input.taken ?? null,
          profile: input.profile,
          completeness: input.objects.completeness,
          ...withTable(input),
          ...(filter === undefined ? {} : { filter }),
          summary: report.summary,
          checks: report.checks.map(({ id, counts }) => ({ id, counts })),
          ...(report.waivers === undefined ? {} : { waivers: report.waivers }),
          ...(baseline === undefined ? {} : { baseline: baseline.counts }),
        },
      },
    ],
  };
}

function ruleOf({ id, title }: CheckResult, gaps: readonly Gap[]): object {
  const { articles, references } = CHECK_TABLE[id as CheckId];
  const sentences = [
    ...articleHooks(articles).map((hook) => SARIF.article(hook.article, hook.title, hook.sentence)),
    SARIF.references(references),
    SARIF.disclaimer,
  ];
  const worst = SEVERITIES.find((severity) =>
    gaps.some((gap) => gap.check === id && gap.severity === severity && gap.result === 'FAIL'),
  );
  return {
    id,
    shortDescription: { text: title },
    fullDescription: { text: `${title}. ${SARIF.disclaimer}` },
    help: {
      text: [title, ...sentences].join('\n\n'),
      markdown: [`**${title}**`, ...sentences.slice(0, -1).map((each) => `- ${each}`), '', sentences.at(-1)].join('\n'),
    },
    defaultConfiguration: { level: 'warning' },
    properties: {
      tags: ['security', 'gdpr', ...articles.map((article) => `gdpr/art-${article}`)],
      articles,
      references,
      ...(worst === undefined ? {} : { 'security-severity': SCORE[worst] }),
    },
  };
}

function resultOf(gap: Gap, ruleIndex: number, artifacts: Artifacts): object {
  const { waiver, unknownBecause } = gap;
  // A waived gap stays what it was: open or undecided.
  const undecided = gap.result === 'UNKNOWN' || (waiver !== undefined && unknownBecause !== undefined);
  const { place, related } = artifacts.of(gap);
  return {
    ruleId: gap.check,
    ruleIndex,
    kind: undecided ? 'open' : 'fail',
    level: undecided ? 'none' : LEVEL[gap.severity],
    message: messageOf(SARIF.message(gap.title, gap.summary)),
    locations: [{ physicalLocation: physical(place), logicalLocations: [artifacts.logicalOf(gap)] }],
    ...(related === undefined
      ? {}
      : { relatedLocations: [{ physicalLocation: physical(related), message: messageOf(SARIF.embedded) }] }),
    partialFingerprints: { [FINGERPRINT_KEY]: gap.fingerprint },
    ...(waiver === undefined
      ? {}
      : {
          suppressions: [
            {
              kind: 'external',
              status: 'accepted',
              justification: waiver.justification,
              properties: { waiver },
            },
          ],
        }),
    properties: {
      id: gap.id,
      result: gap.result,
      severity: gap.severity,
      derivation: gap.derivation,
      subject: gap.subject,
      witness: gap.witness,
      peers: gap.peers.length,
      articles: gap.articles.map(({ article }) => article),
      classification: gap.classification,
      fix: { yaml: gap.fix.yaml, note: gap.fix.note },
      references: gap.references,
      ...(unknownBecause === undefined ? {} : { unknownBecause }),
    },
  };
}

/** How many subjects passed and to how many a check does not apply; without fingerprint and place, as they are no gap. */
function passesOf({ id, counts }: CheckResult, ruleIndex: number, meaning: GapReport['passes']): readonly object[] {
  const told = [
    { kind: 'pass', result: 'PASS', count: counts.PASS, text: SARIF.passed(id, counts.PASS, meaning === 'intent') },
    {
      ...{ kind: 'notApplicable', result: 'NOT_APPLICABLE', count: counts.NOT_APPLICABLE },
      text: SARIF.notApplicable(id, counts.NOT_APPLICABLE),
    },
  ];
  return told.flatMap(({ kind, result, count, text }) =>
    count === 0
      ? []
      : [{ ruleId: id, ruleIndex, kind, level: 'none', message: messageOf(text), properties: { result, count } }],
  );
}

/** Of plain text: a message reads `[text](place)` as a link (SARIF 2.1.0, §3.11.6), and names may hold one. */
function messageOf(text: string): object {
  return { text: text.replace(/[[\]\\]/g, '\\$&') };
}

function physical({ uri, index, lines }: Place): object {
  return {
    artifactLocation: index === undefined ? { uri } : { uri, uriBaseId: CLUSTER_BASE, index },
    region: { startLine: lines.from, endLine: lines.to },
  };
}

/** What was not evaluated, check by check: a result without it would read like a pass. */
function notifications(checks: readonly CheckResult[]): readonly object[] {
  return checks.flatMap(({ id, notEvaluated }, index) =>
    notEvaluated.map((reason) => ({
      level: 'note',
      message: messageOf(reason),
      associatedRule: { id, index },
    })),
  );
}

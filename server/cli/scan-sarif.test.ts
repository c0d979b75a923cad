import { readFileSync } from 'node:fs';
import { type Schema, validator } from '@exodus/schemasafe';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { newGaps } from '#lib/gdpr/new-gaps.ts';
import { runChecks } from '#lib/gdpr/run-checks.ts';
import { cluster, DENY_ALL, namespace, policy, workload } from '#lib/gdpr/testing/manifests.ts';
import { modelOf } from '#lib/gdpr/testing/report-of.ts';
import { parseWaivers } from '#lib/gdpr/waivers/parse-waivers.ts';
import { HOSTILE_NAMES } from '#lib/text/hostile-names.ts';
import type { Input } from './read-input.ts';
import { scanSarif } from './scan-sarif.ts';

// Draft 04 of JSON Schema: `lax` because it carries descriptions that the validator does not know.
const SCHEMA = new URL('../../e2e/fixtures/sarif-2.1.0.schema.json', import.meta.url);
const isSarif = validator(JSON.parse(readFileSync(SCHEMA, 'utf8')) as Schema, { mode: 'lax', includeErrors: true });

const MANIFESTS = cluster(
  namespace('crm', { 'kubernetes.io/metadata.name': 'crm' }),
  namespace('shop', { 'kubernetes.io/metadata.name': 'shop' }),
  workload('shop/web', { port: 8080 }),
  workload('crm/crm-db', { kind: 'StatefulSet', dataClass: 'special', port: 5432 }),
  workload('crm/api', { dataClass: 'personal', port: 8080 }),
  policy('crm/api', '{podSelector: {matchLabels: {app: api}}, ingress: [{from: [{namespaceSelector: {}}]}]}'),
  policy('shop/deny', DENY_ALL),
  policy('shop/none', '{podSelector: {matchLabels: {app: nobody-at-all}}}'),
);
const WAIVERS = `waivers:
- id: W-1
  check: ISO-001
  match: { subject: "crm/StatefulSet/crm-db" }
  justification: "Moves to a namespace of its own with release 14"
  riskOwner: head-of-crm
  approvedBy: dpo
  approvedAt: 2026-03-04
  expiresAt: 2026-12-31
`;

interface Message {
  readonly text: string;
}
interface Log {
  readonly runs: readonly {
    readonly tool: {
      readonly driver: { readonly rules: readonly { readonly id: string; readonly help: { readonly text: string } }[] };
    };
    readonly originalUriBaseIds: Readonly<Record<string, { readonly uri: string }>>;
    readonly artifacts: readonly {
      readonly location: { readonly uri: string };
      readonly contents: { readonly text: string };
    }[];
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string }[];
    readonly results: readonly Result[];
    readonly invocations: readonly {
      readonly toolExecutionNotifications: readonly { readonly message: Message }[];
    }[];
  }[];
}
interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly kind: string;
  readonly message: Message;
  readonly level: string;
  readonly locations: readonly {
    readonly physicalLocation: {
      readonly artifactLocation: { readonly uri: string; readonly index?: number };
      readonly region: { readonly startLine: number };
    };
    readonly logicalLocations: readonly { readonly fullyQualifiedName: string; readonly index: number }[];
  }[];
  readonly partialFingerprints: Readonly<Record<string, string>>;
  readonly suppressions?: readonly unknown[];
  readonly baselineState?: string;
  readonly properties: { readonly subject: { readonly name: string } };
}

function inputOf(yaml: string, options: Parameters<typeof modelOf>[1] = {}): Input {
  const model = modelOf(yaml, options);
  return {
    objects: model.objects,
    profile: model.profile,
    dataMap: undefined,
    dataMapInForce: undefined,
    adequacy: undefined,
    taken: '2026-06-01T12:00:00Z',
    cluster: 'prod eu',
    source: { type: 'file', label: 'one file', state: 'current' },
    model: () => model,
  };
}

function sarifOf(yaml: string, options: Parameters<typeof modelOf>[1] & { readonly waivers?: string } = {}) {
  const input = inputOf(yaml, options);
  const { waivers } = parseWaivers(options.waivers ?? '');
  const report = runChecks(input.model(), { taken: input.taken, waivers });
  const log = scanSarif({ input, report }, { seq: 1, content: 'c' }) as Log;
  const [run] = log.runs;
  if (run === undefined) throw new Error('no run');
  const result = (check: string, name: string): Result => {
    const found = run.results.find((each) => each.ruleId === check && each.properties.subject.name === name);
    if (found === undefined) throw new Error(`no ${check} of ${name}`);
    return found;
  };
  return { log, run, report, result };
}

const UNKNOWN = {
  completeness: {
    kinds: [
      { resource: 'networkpolicies.networking.k8s.io', kind: 'NetworkPolicy', count: 0, state: 'forbidden' as const },
    ],
  },
};

describe('scan -o sarif', () => {
  it.each([
    ['gaps', MANIFESTS, {}],
    ['waivers', MANIFESTS, { waivers: WAIVERS }],
    ['undecided gaps and kinds that cannot be read', MANIFESTS, UNKNOWN],
    ['an empty cluster', namespace('empty', { 'ringfence.dev/data-class': 'none' }), {}],
  ])('is valid by the published schema of SARIF 2.1.0: %s', (_, yaml, options) => {
    const { log } = sarifOf(yaml, options);
    expect(isSarif(JSON.parse(JSON.stringify(log))), JSON.stringify(isSarif.errors)).toBe(true);
  });

  it('tells what passed and what does not apply where it is asked for, with level none (gdpr.md §2.3)', () => {
    const input = inputOf(MANIFESTS);
    const report = runChecks(input.model(), { taken: input.taken });
    const log = scanSarif({ input, report }, { seq: 1, content: 'c' }, true) as Log;
    expect(isSarif(JSON.parse(JSON.stringify(log))), JSON.stringify(isSarif.errors)).toBe(true);
    const told = log.runs[0]?.results.slice(report.gaps.length) ?? [];
    const passed = report.checks.filter(({ counts }) => counts.PASS > 0);
    expect(told.filter(({ kind }) => kind === 'pass').map(({ ruleId }) => ruleId)).toEqual(passed.map(({ id }) => id));
    expect(told.find(({ ruleId, kind }) => ruleId === 'EGR-001' && kind === 'pass')).toMatchObject({
      level: 'none',
      message: { text: 'EGR-001: 1 subject without a gap, by what the policies say.' },
      properties: { result: 'PASS', count: 1 },
    });
    expect(told.some(({ kind, level }) => kind === 'notApplicable' && level === 'none')).toBe(true);
    expect(told.every((result) => !('partialFingerprints' in result))).toBe(true);
    expect(sarifOf(MANIFESTS).run.results).toHaveLength(report.gaps.length);
  });

  it('would not be valid with a kind that SARIF has not: the schema is in force', () => {
    const log = JSON.parse(JSON.stringify(sarifOf(MANIFESTS).log));
    log.runs[0].results[0].kind = 'WAIVED';
    expect(isSarif(log)).toBe(false);
  });

  it.each([
    ['critical', 'error'],
    ['high', 'error'],
    ['medium', 'warning'],
    ['low', 'note'],
  ])('tells an open gap of severity %s as kind fail, level %s', (severity, level) => {
    const { run, report } = sarifOf(MANIFESTS);
    const index = report.gaps.findIndex((gap) => gap.severity === severity && gap.result === 'FAIL');
    expect(run.results[index]).toMatchObject({ kind: 'fail', level });
  });

  it('tells an undecided gap as kind open, which has no level', () => {
    const { run, report } = sarifOf(MANIFESTS, UNKNOWN);
    const index = report.gaps.findIndex(({ result }) => result === 'UNKNOWN');
    expect(run.results[index]).toMatchObject({ kind: 'open', level: 'none' });
  });

  it('tells a waived gap with its suppression, and still as what it is', () => {
    expect(sarifOf(MANIFESTS, { waivers: WAIVERS }).result('ISO-001', 'crm-db')).toMatchObject({
      kind: 'fail',
      level: 'error',
      suppressions: [
        { kind: 'external', status: 'accepted', justification: 'Moves to a namespace of its own with release 14' },
      ],
    });
    expect(sarifOf(MANIFESTS).result('ISO-001', 'crm-db').suppressions).toBeUndefined();
  });

  it('carries the fingerprint, and names every rule that it uses with articles and their sentences', () => {
    const { run, report } = sarifOf(MANIFESTS);
    const { rules } = run.tool.driver;
    for (const [index, result] of run.results.entries()) {
      expect(result.partialFingerprints['ringfence/v1']).toBe(report.gaps[index]?.fingerprint);
      expect(rules[result.ruleIndex]?.id).toBe(result.ruleId);
    }
    expect(rules.find(({ id }) => id === 'ISO-001')?.help.text).toContain('Art. 32(1)(b) GDPR');
  });

  it('points at the deciding rule in the embedded policy', () => {
    const { run, result } = sarifOf(MANIFESTS);
    const [location] = result('ISO-001', 'api').locations;
    const { artifactLocation, region } = location?.physicalLocation ?? {};
    expect(artifactLocation?.uri).toBe('crm/NetworkPolicy/api.yaml');
    const { text = '' } = run.artifacts[artifactLocation?.index ?? -1]?.contents ?? {};
    expect(parse(text)).toMatchObject({ kind: 'NetworkPolicy', metadata: { namespace: 'crm', name: 'api' } });
    expect(text.split('\n')[(region?.startLine ?? 0) - 1]).toContain('from:');
  });

  it('points at the embedded subject where no policy decides, and never at a line that is not there', () => {
    const { run, result } = sarifOf(MANIFESTS);
    const [location] = result('ISO-001', 'crm-db').locations;
    expect(location?.physicalLocation.artifactLocation.uri).toBe('crm/StatefulSet/crm-db.yaml');
    expect(location?.logicalLocations[0]?.fullyQualifiedName).toBe('crm/StatefulSet/crm-db');
    expect(run.logicalLocations[location?.logicalLocations[0]?.index ?? -1]?.fullyQualifiedName).toBe(
      'crm/StatefulSet/crm-db',
    );
    for (const { locations } of run.results) {
      const { artifactLocation, region } = locations[0]?.physicalLocation ?? {};
      const text = run.artifacts[artifactLocation?.index ?? -1]?.contents.text ?? '';
      expect(region?.startLine).toBeLessThanOrEqual(text.trimEnd().split('\n').length);
    }
  });

  it('has only relative addresses, below the base of the cluster: GitHub refuses a file for any other', () => {
    const { run } = sarifOf(MANIFESTS);
    expect(run.originalUriBaseIds).toEqual({ CLUSTER: { uri: 'k8s://prod%20eu/' } });
    for (const { location } of run.artifacts) expect(location.uri).not.toMatch(/^[a-z0-9+.-]+:|^\//);
  });

  it('marks what is new and what got worse against a baseline', () => {
    const input = inputOf(MANIFESTS);
    const whole = runChecks(input.model(), { taken: input.taken });
    const known = new Map(whole.gaps.slice(1).map((gap) => [gap.fingerprint, { ...gap, severity: gap.severity }]));
    const worse = whole.gaps[1];
    if (worse !== undefined) known.set(worse.fingerprint, { ...worse, result: 'UNKNOWN' });
    const fresh = newGaps(whole.gaps, known);
    const log = scanSarif(
      { input, report: { ...whole, gaps: fresh.gaps }, baseline: fresh },
      { seq: 1, content: 'c' },
    ) as Log;
    expect(log.runs[0]?.results.map(({ baselineState }) => baselineState)).toEqual(['new', 'updated']);
    expect(isSarif(JSON.parse(JSON.stringify(log)))).toBe(true);
  });

  it('names nothing as a link: hostile names in messages stay text', () => {
    for (const hostile of Object.values(HOSTILE_NAMES)) {
      const named = workload('crm/NAME', { dataClass: 'special', port: 5432 }).replaceAll(
        '"NAME"',
        JSON.stringify(hostile),
      );
      const { run, report } = sarifOf(cluster(namespace('crm'), named));
      for (const [index, { message }] of run.results.entries()) {
        const { title, summary } = report.gaps[index] ?? {};
        expect(message.text.replace(/\\[[\]\\]/g, '')).not.toMatch(/[[\]\\]/);
        expect(message.text.replace(/\\([[\]\\])/g, '$1')).toBe(`${title}. ${summary}`);
      }
      const [invocation] = run.invocations;
      for (const { message } of invocation?.toolExecutionNotifications ?? [])
        expect(message.text.replace(/\\[[\]\\]/g, '')).not.toMatch(/[[\]\\]/);
    }
  });

  it('is the same for the same input', () => {
    expect(JSON.stringify(sarifOf(MANIFESTS).log)).toBe(JSON.stringify(sarifOf(MANIFESTS).log));
  });
});

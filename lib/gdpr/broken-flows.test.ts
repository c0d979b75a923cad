import { describe, expect, it } from 'vitest';
import type { FlowEdge } from '#lib/flows/flow-row.ts';
import { flowsSentence } from '#lib/text/en/observed-flow.ts';
import { flowsAfter } from './broken-flows.ts';
import { cluster, namespace, policy, workload } from './testing/manifests.ts';
import { flow, type ObservedShape, observed } from './testing/observed.ts';
import { modelOf } from './testing/report-of.ts';

const SHOP = [namespace('shop'), workload('shop/app', { port: 8080 }), workload('shop/db', { port: 5432 })];
const egress = (to: string) =>
  policy('shop/app', `{podSelector: {matchLabels: {app: app}}, policyTypes: [Egress], egress: [${to}]}`);
const block = (cidr: string, except = '') => `{to: [{ipBlock: {cidr: ${cidr}${except}}}]}`;
const OUTSIDE = block('0.0.0.0/0', ', except: [10.0.0.0/8]');
const NAMED = flow('shop/app', 'name:api.stripe.com', 443);

function fates(before: string, later: string, edges: readonly FlowEdge[], shape: ObservedShape = {}) {
  const modelOfPolicy = (yaml: string) => modelOf(cluster(...SHOP, ...(yaml === '' ? [] : [yaml])));
  return flowsAfter(modelOfPolicy(before), observed(edges, shape), modelOfPolicy(later));
}

describe('what becomes of observed flows', () => {
  it('a flow to a name that depends today breaks where no address is allowed any more', () => {
    expect(fates(egress(OUTSIDE), egress(''), [NAMED])).toMatchObject({ observed: 1, breaks: 1, mayBreak: 0 });
  });

  it('a flow to a name may break where other addresses than today are allowed', () => {
    const narrower = egress(block('203.0.113.0/24'));
    expect(fates(egress(OUTSIDE), narrower, [NAMED])).toMatchObject({ observed: 1, breaks: 0, mayBreak: 1 });
    expect(fates('', egress(OUTSIDE), [NAMED])).toMatchObject({ observed: 1, breaks: 0, mayBreak: 1 });
  });

  it('a flow that depends today and of which nothing changes stays', () => {
    expect(fates(egress(OUTSIDE), egress(OUTSIDE), [NAMED])).toMatchObject({ observed: 1, breaks: 0, mayBreak: 0 });
  });

  it('a flow that would be denied by an audited policy passes today, and can break', () => {
    const edges = [flow('shop/app', 'shop/db', 5432, { verdict: 'would-deny' })];
    expect(fates('', egress(''), edges)).toMatchObject({ observed: 1, breaks: 1 });
  });

  it('a flow that the policies deny today is not broken by a change', () => {
    expect(fates(egress(''), egress(''), [flow('shop/app', 'shop/db', 5432)])).toMatchObject({
      observed: 0,
      breaks: 0,
    });
  });

  it('a flow of which nobody knows who began it may break where one direction ends', () => {
    const edges = [flow('shop/db', 'shop/app', 5432, { directionUnknown: true })];
    expect(fates('', egress(''), edges)).toMatchObject({ observed: 1, breaks: 0, mayBreak: 1 });
  });

  it('a flow with an end that nobody knows is counted beside the others', () => {
    const counted = fates('', egress(''), [flow('unknown', 'shop/db', 5432)]);
    expect(counted).toMatchObject({ observed: 0, notJudged: 1 });
    expect(flowsSentence(counted)).toContain('Of 1 more an end is not known.');
  });

  it('says from when to when flows were observed', () => {
    expect(flowsSentence(fates('', '', [NAMED]))).toBe(
      'Breaks 0 of 1 observed flow. Observed from 12:00 UTC on 23 Nov 2026 to 12:00 UTC on 24 Nov 2026; what no source saw is not counted.',
    );
  });

  it('does not say that it breaks 0 where some were left out', () => {
    const partial = fates('', '', [NAMED], { leftOut: 7 });
    expect(partial).toMatchObject({ breaks: 0, leftOut: 7 });
    expect(flowsSentence(partial)).not.toContain('Breaks 0');
    expect(flowsSentence(partial)).toContain('7 more were seen and not compared');
  });
});

import type { ExplainView } from '#lib/api/connection-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { explain, type Question } from '#lib/policy/ask.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import { entryViews } from '#lib/policy/entry-view.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { parsePort } from '#lib/policy/probe.ts';
import type { ExplainedEnd, Explanation, PolicyRef } from '#lib/policy/types.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';

export interface ExplainQuery {
  /** Ends as command-line.md writes them. */
  readonly from: string;
  readonly to: string;
  /** `TCP/8443`, `8443`, `TCP`, `http`, `UDP/dns`; absent: the whole relation. */
  readonly port?: string;
}

/** One question with both gates, the YAML that they point into, and the gaps that this connection is part of. */
export function explainView(analysis: Analysis, { from, to, port }: ExplainQuery): ExplainView {
  const { model, revision, gaps } = analysis;
  const explanation = explain(model, { from: parseEndpoint(from), to: parseEndpoint(to), ...askedPort(port) });
  const policies = new Map<string, PolicyRef>();
  for (const gate of [explanation.egress, explanation.ingress]) {
    for (const policy of [...gate.policies, ...gate.rules.map((rule) => rule.policy)]) {
      policies.set(`${policy.kind}/${policy.namespace}/${policy.name}`, policy);
    }
  }
  return {
    revision,
    explanation,
    texts: [...policies.values()].flatMap((policy) => model.policyText(policy) ?? []),
    ...entriesOf(model, explanation),
    gapIds: gaps.onConnection(gapEnd(analysis, explanation.from), gapEnd(analysis, explanation.to)),
  };
}

/** What leads from outside to the asked pod or workload. */
function entriesOf(model: PolicyModel, { from, to }: Explanation): Pick<ExplainView, 'entries'> {
  const classId = model.classOf(to.id);
  if ((from.type !== 'internet' && from.type !== 'address') || classId === undefined) return {};
  const workload = to.type === 'pod' ? model.workloadOfPod(to.id) : to.id;
  return { entries: entryViews(model, workload, classId, to.id) };
}

/** Gaps speak of workloads, not of their pods. */
function gapEnd({ model }: Analysis, { type, id }: ExplainedEnd): string {
  return type === 'pod' ? model.workloadOfPod(id) : id;
}

/** Throws BAD_REQUEST. */
export function askedPort(written: string | undefined): Pick<Question, 'protocol' | 'port'> {
  if (written === undefined || written === '') return {};
  const port = parsePort(written);
  if (port === undefined) throw new RingfenceError('BAD_REQUEST', text.badPortQuery(written));
  return port;
}

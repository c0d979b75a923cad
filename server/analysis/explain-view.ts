import { RingfenceError } from '#lib/api/errors.ts';
import type { ExplainView } from '#lib/api/types.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import { explain, type Question } from '#lib/policy/ask.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import type { ExplainedEnd, PolicyRef } from '#lib/policy/types.ts';
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
  const explanation = explain(model, { from: parseEndpoint(from), to: parseEndpoint(to), ...parsePort(port) });
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
    gapIds: gaps.onConnection(gapEnd(analysis, explanation.from), gapEnd(analysis, explanation.to)),
  };
}

/** Gaps speak of workloads, not of their pods. */
function gapEnd({ model }: Analysis, { type, id }: ExplainedEnd): string {
  return type === 'pod' ? model.workloadOfPod(id) : id;
}

const PROTOCOLS: ReadonlySet<string> = new Set(['TCP', 'UDP', 'SCTP']);
const PORT_MAX = 65_535;

/** Throws BAD_REQUEST. */
export function parsePort(written: string | undefined): Pick<Question, 'protocol' | 'port'> {
  if (written === undefined || written === '') return {};
  const slash = written.indexOf('/');
  const first = (slash === -1 ? written : written.slice(0, slash)).toUpperCase();
  const named = PROTOCOLS.has(first) ? (first as Protocol) : undefined;
  if (slash === -1 && named !== undefined) return { protocol: named };
  if (slash !== -1 && named === undefined) throw new RingfenceError('BAD_REQUEST', text.badPortQuery(written));
  const port = slash === -1 ? written : written.slice(slash + 1);
  if (!/^\d+$/.test(port)) {
    if (!/^[a-z0-9](?:[a-z0-9-]{0,13}[a-z0-9])?$/.test(port)) {
      throw new RingfenceError('BAD_REQUEST', text.badPortQuery(written));
    }
    return { protocol: named, port };
  }
  const number = Number(port);
  if (number < 1 || number > PORT_MAX) throw new RingfenceError('BAD_REQUEST', text.badPortQuery(written));
  return { protocol: named, port: number };
}

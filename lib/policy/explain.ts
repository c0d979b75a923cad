import { enumerate, whyEngine } from '#lib/text/en/why-engine.ts';
import type { Evaluator } from './evaluator.ts';
import { describeEnd } from './explain-end.ts';
import { explainGate, type GateContext } from './explain-gate.ts';
import { type AskedPort, portWords } from './explain-ports.ts';
import { kubectlCheck } from './kubectl-check.ts';
import type { PolicyModel, Relation, SingleEnd } from './model.ts';
import type { PartyTable } from './parties.ts';
import { BOTH_FAMILIES } from './party.ts';
import type { PolicyTexts } from './policy-text.ts';
import { ALL_PORTS, hasPort, NO_PORTS, portsJson, subtractPorts } from './port-set.ts';
import { isSamePod, type Reachability, reachesThroughService } from './reachability.ts';
import type { RelationTable } from './relation-of.ts';
import type { DependsReason, Explanation, Footnote, Gate, Profile, RelationJson, Verdict } from './types.ts';

export interface ExplainParts {
  readonly model: PolicyModel;
  readonly profile: Profile;
  readonly evaluator: Evaluator;
  readonly parties: PartyTable;
  readonly reachability: Reachability;
  readonly relations: RelationTable;
  readonly texts: PolicyTexts;
}

/** One pair with both its gates, rule by rule. */
export function explainPair(
  from: SingleEnd,
  to: SingleEnd,
  port: AskedPort | undefined,
  parts: ExplainParts,
): Explanation {
  const { model } = parts;
  const relation = model.relation(from, to);
  const context: GateContext = { ...parts, from, to, port };
  const egress = explainGate('egress', context);
  const ingress = explainGate('ingress', context);
  const verdict = verdictOf(relation, port);
  const reasons = reasonsFor(relation, port);
  const described = { from: describeEnd(from, model), to: describeEnd(to, model) };
  const names = { from: described.from.called, to: described.to.called };
  const check = kubectlCheck(described.from.end, described.to.end, port);
  return {
    from: described.from.end,
    to: described.to.end,
    ...(port === undefined ? {} : { protocol: port.protocol, port: port.port }),
    verdict,
    relation: relationJson(relation),
    egress,
    ingress,
    reasons,
    footnotes: footnotes(verdict, egress, ingress, context),
    sentence: sentence(verdict, reasons, relation, names, egress, ingress, context),
    ...(check === undefined ? {} : { check }),
  };
}

function verdictOf({ must, may }: Relation, port: AskedPort | undefined): Verdict | 'mixed' {
  if (port !== undefined) {
    if (hasPort(must, port.protocol, port.port)) return 'allow';
    return hasPort(may, port.protocol, port.port) ? 'depends' : 'deny';
  }
  if (must === ALL_PORTS) return 'allow';
  if (may === NO_PORTS) return 'deny';
  return must === may ? 'mixed' : 'depends';
}

function reasonsFor({ uncertain }: Relation, port: AskedPort | undefined): readonly DependsReason[] {
  const concerned = uncertain.filter(({ ports }) => port === undefined || hasPort(ports, port.protocol, port.port));
  return concerned.map(({ reason }) => reason);
}

/** A relation as machines read it. */
export function relationJson({ must, may, reasons, families }: Relation): RelationJson {
  const parts = (sets: Pick<Relation, 'must' | 'may'>) => ({
    allow: portsJson(sets.must),
    depends: portsJson(subtractPorts(sets.may, sets.must)),
  });
  return {
    ...parts({ must, may }),
    reasons,
    ...(families === undefined ? {} : { families: { IPv4: parts(families.IPv4), IPv6: parts(families.IPv6) } }),
  };
}

function footnotes(
  verdict: Verdict | 'mixed',
  egress: Gate,
  ingress: Gate,
  { from, to, port, model, profile, parties }: GateContext,
): readonly Footnote[] {
  const isolated = (gate: Gate): boolean => gate.isolated !== 'no' && gate.isolated !== 'none';
  const anyIsolated = isolated(egress) || isolated(ingress);
  const isHost = (end: SingleEnd): boolean => end.type === 'class' && model.classes[end.class]?.hostNetwork === true;
  const toPod = parties.party(to, 'asPods', BOTH_FAMILIES).party.type === 'pod';
  const list: [Footnote, boolean][] = [
    ['replies', verdict !== 'deny'],
    ['own-node', toPod && isolated(ingress)],
    ['open-connections', anyIsolated],
    ['host-network', isHost(from) || isHost(to)],
    ['self', isSamePod(from, to)],
    ['icmp', anyIsolated && port === undefined],
    ['ingress-controller', toPod && (from.type === 'internet' || from.type === 'address')],
    ['enforcement', anyIsolated && profile.enforced !== 'yes'],
  ];
  return list.flatMap(([footnote, applies]) => (applies ? [footnote] : []));
}

function sentence(
  verdict: Verdict | 'mixed',
  reasons: readonly DependsReason[],
  relation: Relation,
  names: { readonly from: string; readonly to: string },
  egress: Gate,
  ingress: Gate,
  context: GateContext,
): string {
  const { from, to, port } = context;
  const on = port === undefined ? '' : whyEngine.onPort(port.protocol, port.port);
  if (isSamePod(from, to) && !reachesThroughService(to)) return whyEngine.allowedSelf(names.from);
  switch (verdict) {
    case 'allow': {
      const exception = ownNodeException(context);
      if (exception === 'node-to-pod') return whyEngine.allowedFromOwnNode(names.from, names.to, on);
      if (exception === 'pod-to-node') return whyEngine.allowedToOwnNode(names.from, names.to, on);
      return whyEngine.allowed(names.from, names.to, on);
    }
    case 'depends':
      return whyEngine.depends(names.from, names.to, on, reasons);
    case 'mixed':
      return whyEngine.partly(names.from, names.to, enumerate(portWords(relation.must)));
    case 'deny':
      return whyEngine.denied(names.from, names.to, on, closedBy(egress, ingress, names, context));
  }
}

/** Whether the connection is allowed only because both are on one node. */
function ownNodeException({
  from,
  to,
  port,
  reachability,
  profile,
}: GateContext): 'node-to-pod' | 'pod-to-node' | undefined {
  const { must } = reachability.families(from, to, 'no').total;
  if (port === undefined ? must === ALL_PORTS : hasPort(must, port.protocol, port.port)) return undefined;
  const reading = profile.hostNetworkPods === 'asPods' ? 'asPods' : 'asNodes';
  return reachability.isNodeLike(from, reading) ? 'node-to-pod' : 'pod-to-node';
}

function closedBy(
  egress: Gate,
  ingress: Gate,
  names: { readonly from: string; readonly to: string },
  { from, to, port, model }: GateContext,
): string {
  if (!model.shareFamily(from, to)) return whyEngine.noSharedFamily;
  const lets = (gate: Gate): boolean => {
    const sets = [gate.allows.allow, gate.allows.depends];
    if (port === undefined) return sets.some((json) => [json.TCP, json.UDP, json.SCTP].some((list) => list.length > 0));
    return sets.some((json) => json[port.protocol].some(([first, last]) => first <= port.port && port.port <= last));
  };
  if (lets(egress) && lets(ingress)) return whyEngine.noSharedPort;
  if (!lets(egress) && !lets(ingress)) return whyEngine.closedGates;
  return lets(ingress) ? whyEngine.closedGate('egress', names.from) : whyEngine.closedGate('ingress', names.to);
}

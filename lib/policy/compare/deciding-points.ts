import type {
  ClusterPolicyPeer,
  ClusterPolicySubject,
  LabelSelector,
  NetworkPolicyPeer,
  Protocol,
} from '#lib/kube/objects.ts';
import type { PolicyModel } from '../model.ts';
import { policyKey, policyObject } from '../policy-object.ts';
import type { ExplainedRule, Explanation, Gate, PolicyRef, PortsJson } from '../types.ts';
import { differingNeeds, type Need, type Seen, type Selection, type Side } from './needs.ts';

/** Two explanations of the same question, of which one end differs. */
export interface ComparedExplanations {
  readonly a: Explanation;
  readonly b: Explanation;
  /** Which end differs: two senders have another egress gate each, two targets another ingress gate. */
  readonly way: 'senders' | 'targets';
  readonly port?: { readonly protocol: Protocol; readonly port: number } | undefined;
}

type RuleSide = Pick<ExplainedRule, 'outcome' | 'text'>;

/** Something that makes the difference between the two. */
export type DecidingPoint =
  /** One rule of one policy, which has another outcome for the one than for the other. */
  | {
      readonly type: 'rule';
      readonly gate: Gate['direction'];
      readonly policy: PolicyRef;
      readonly path: string;
      readonly rule: number;
      readonly a: RuleSide;
      readonly b: RuleSide;
      /** What its selectors ask for that one has and the other has not. */
      readonly needs: readonly Need[];
      /** The rule's port has a name, and the name has other numbers. */
      readonly namedPort?: string;
      readonly lines?: ExplainedRule['lines'];
    }
  /** A policy selects the one and not the other at its own gate. */
  | {
      readonly type: 'selects';
      readonly gate: Gate['direction'];
      readonly policy: PolicyRef;
      readonly selects: Side;
      readonly needs: readonly Need[];
      /** Its first rule that decides for the one it selects; absent where none admits. */
      readonly decides?: Pick<ExplainedRule, 'path' | 'rule' | 'outcome' | 'text' | 'lines'>;
    }
  /** Policies do not bind the one: it is on the host network. */
  | { readonly type: 'host-network'; readonly gate: Gate['direction']; readonly side: Side }
  /** Both gates are alike, but the one shares no address family, or no port, with the other end. */
  | { readonly type: 'elsewhere'; readonly a: string; readonly b: string };

/** More are not read: the first decide. */
const MAX_POINTS = 8;

/**
 * Why one of two may connect where the other may not, from the explanations of both: rules of the gate that they share,
 * and policies of the gates that they do not. Empty where both gates let the same through for both.
 */
export function decidingPoints(
  model: PolicyModel,
  compared: ComparedExplanations,
  seen: { readonly a: Seen | undefined; readonly b: Seen | undefined },
): readonly DecidingPoint[] {
  const { a, b, way, port } = compared;
  const [own, shared] = way === 'senders' ? (['egress', 'ingress'] as const) : (['ingress', 'egress'] as const);
  const points: DecidingPoint[] = [];
  if (!isAlike(a[shared].allows, b[shared].allows, port)) {
    points.push(...differingRules(model, a[shared], b[shared], seen, way));
  }
  if (!isAlike(a[own].allows, b[own].allows, port)) points.push(...ownGates(model, a[own], b[own], seen, way));
  if (points.length === 0 && !isAlike(a.relation, b.relation, port)) {
    points.push({ type: 'elsewhere', a: a.sentence, b: b.sentence });
  }
  return points.slice(0, MAX_POINTS);
}

type Sets = { readonly allow: PortsJson; readonly depends: PortsJson };

/** Whether two have the same on the asked port, or on every port. */
export function isAlike(a: Sets, b: Sets, port: ComparedExplanations['port']): boolean {
  if (port !== undefined) return verdictOn(a, port) === verdictOn(b, port);
  return JSON.stringify([a.allow, a.depends]) === JSON.stringify([b.allow, b.depends]);
}

function verdictOn({ allow, depends }: Sets, { protocol, port }: NonNullable<ComparedExplanations['port']>): string {
  const has = (ports: PortsJson) => ports[protocol].some(([first, last]) => first <= port && port <= last);
  return has(allow) ? 'allow' : has(depends) ? 'depends' : 'deny';
}

type SeenBoth = { readonly a: Seen | undefined; readonly b: Seen | undefined };

/** Rules that both were held against and that came out differently; those that let somebody through first. */
function differingRules(
  model: PolicyModel,
  a: Gate,
  b: Gate,
  seen: SeenBoth,
  way: ComparedExplanations['way'],
): readonly DecidingPoint[] {
  const others = new Map(b.rules.map((rule) => [ruleKey(rule), rule]));
  const points = a.rules.flatMap((rule): DecidingPoint[] => {
    const other = others.get(ruleKey(rule));
    if (other === undefined || other.outcome === rule.outcome) return [];
    const { policy, path } = rule;
    const lines = rule.lines ?? other.lines;
    const namedPort = way === 'targets' ? namedPortOf(model, rule, other) : undefined;
    return [
      {
        ...({ type: 'rule', gate: a.direction } as const),
        ...{ policy, path, rule: rule.rule },
        a: { outcome: rule.outcome, text: rule.text },
        b: { outcome: other.outcome, text: other.text },
        needs: namedPort === undefined ? needsOfRule(model, rule, seen) : [],
        ...(namedPort === undefined ? {} : { namedPort }),
        ...(lines === undefined ? {} : { lines }),
      },
    ];
  });
  const decides = (point: DecidingPoint): number =>
    point.type === 'rule' && [point.a.outcome, point.b.outcome].some((outcome) => DECIDES.has(outcome)) ? 0 : 1;
  return points.sort((x, y) => decides(x) - decides(y));
}

const DECIDES: ReadonlySet<ExplainedRule['outcome']> = new Set(['admits', 'denies', 'passes']);

/** Each has its own gate: what selects only one of them, then rules of what selects both. */
function ownGates(
  model: PolicyModel,
  a: Gate,
  b: Gate,
  seen: SeenBoth,
  way: ComparedExplanations['way'],
): readonly DecidingPoint[] {
  if ((a.isolated === 'none') !== (b.isolated === 'none')) {
    return [{ type: 'host-network', gate: a.direction, side: a.isolated === 'none' ? 'a' : 'b' }];
  }
  const only = (gate: Gate, other: Gate, selects: Side): readonly DecidingPoint[] => {
    const known = new Set(other.policies.map(policyKey));
    return gate.policies
      .filter((policy) => !known.has(policyKey(policy)))
      .map((policy): DecidingPoint => {
        const own = gate.rules.filter((rule) => policyKey(rule.policy) === policyKey(policy));
        const decisive = own.find(({ outcome }) => DECIDES.has(outcome)) ?? own[0];
        const { path, rule, outcome, text, lines } = decisive ?? {};
        return {
          ...({ type: 'selects', gate: gate.direction, policy, selects } as const),
          needs: needsOfSubject(model, policy, seen).filter(({ lacks }) => lacks !== selects),
          ...(path === undefined || rule === undefined || outcome === undefined || text === undefined
            ? {}
            : { decides: { path, rule, outcome, text, ...(lines === undefined ? {} : { lines }) } }),
        };
      });
  };
  const rank = (point: DecidingPoint): number =>
    point.type === 'selects' && point.decides !== undefined && DECIDES.has(point.decides.outcome) ? 0 : 1;
  const selecting = [...only(a, b, 'a'), ...only(b, a, 'b')].sort((x, y) => rank(x) - rank(y));
  return [...selecting, ...differingRules(model, a, b, seen, way)];
}

function ruleKey({ policy, path, rule }: ExplainedRule): string {
  return `${policyKey(policy)} ${path} ${rule}`;
}

type RawPeer = NetworkPolicyPeer & ClusterPolicyPeer;

/**
 * Of the peers of a rule the one that comes nearest to meaning both: what keeps it from one of them. Blocks have no
 * labels, and what could not be read has nothing to tell.
 */
function needsOfRule(model: PolicyModel, rule: ExplainedRule, { a, b }: SeenBoth): readonly Need[] {
  const object = policyObject(model.objects, rule.policy);
  if (object === undefined || a === undefined || b === undefined || rule.rule === 0) return [];
  const direction = rule.path.includes('ingress') ? 'ingress' : 'egress';
  const raw = object.spec[direction]?.[rule.rule - 1] as
    | { readonly from?: readonly RawPeer[]; readonly to?: readonly RawPeer[] }
    | undefined;
  const found = (raw?.from ?? raw?.to ?? []).flatMap((peer) => {
    const selection = selectionOf(peer, rule.policy.namespace);
    const needs = selection === undefined ? [] : differingNeeds(selection, a, b);
    // A peer that misses something of both means neither.
    const sides = new Set(needs.map(({ lacks }) => lacks));
    return sides.size === 1 ? [needs] : [];
  });
  return found.sort((x, y) => x.length - y.length)[0] ?? [];
}

function selectionOf(peer: RawPeer, namespace: string): Selection | undefined {
  if (peer.namespaces !== undefined || peer.pods !== undefined) return subjectSelection(peer);
  if (peer.podSelector === undefined && peer.namespaceSelector === undefined) return undefined;
  return { pods: peer.podSelector, namespaces: peer.namespaceSelector ?? { name: namespace } };
}

const EVERYTHING: LabelSelector = {};

function subjectSelection({ namespaces, pods }: ClusterPolicySubject): Selection {
  return { pods: pods?.podSelector, namespaces: namespaces ?? pods?.namespaceSelector ?? EVERYTHING };
}

function needsOfSubject(model: PolicyModel, policy: PolicyRef, { a, b }: SeenBoth): readonly Need[] {
  const object = policyObject(model.objects, policy);
  if (object === undefined || a === undefined || b === undefined) return [];
  const { spec } = object;
  const selection =
    'subject' in spec
      ? subjectSelection(spec.subject as ClusterPolicySubject)
      : {
          pods: (spec as { readonly podSelector?: LabelSelector }).podSelector,
          namespaces: { name: policy.namespace },
        };
  return differingNeeds(selection, a, b);
}

/** The name of a port where a rule means both, and the asked port is behind the name in one of them only. */
function namedPortOf(model: PolicyModel, rule: ExplainedRule, other: ExplainedRule): string | undefined {
  if (rule.outcome !== 'other-port' && other.outcome !== 'other-port') return undefined;
  const policy = model.policies.find(({ policy }) => policyKey(policy) === policyKey(rule.policy));
  return policy?.rules.find(({ path }) => path === rule.path)?.namedPorts[0];
}

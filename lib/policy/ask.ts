import { RingfenceError } from '#lib/api/errors.ts';
import type { Protocol } from '#lib/kube/objects.ts';
import { sentenceOfAllPairs, sentenceOfMany, sentenceOfSelfViaService } from '#lib/text/en/answers.ts';
import { ENDS } from '#lib/text/en/ends.ts';
import { isNoPort } from '#lib/text/en/ports.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { type Aggregate, createAggregates, uniteReasons } from './aggregate.ts';
import { questionFootnotes } from './answer-footnotes.ts';
import { formatEndpoint } from './endpoints.ts';
import { type EndGroup, expandEndpoint } from './expand-endpoint.ts';
import { relationJson } from './explain.ts';
import type { PolicyModel, Relation, SingleEnd } from './model.ts';
import { type PairGroup, pairsOf } from './pairs.ts';
import {
  ALL_PORTS,
  allPortsOf,
  hasPort,
  intersectPorts,
  NO_PORTS,
  type PortSet,
  portsJson,
  subtractPorts,
} from './port-set.ts';
import { isSamePod } from './reachability.ts';
import { allContainers, namedPortNumbers } from './service-table.ts';
import type { DependsReason, Endpoint, Explanation, PortsJson, Verdict } from './types.ts';

export interface Question {
  readonly from: Endpoint;
  readonly to: Endpoint;
  /** With a port: TCP where absent. Without: the relation of all protocols where absent. */
  readonly protocol?: Protocol;
  /** A number, or a port's name at the destination. */
  readonly port?: number | string;
}

export interface AskOptions {
  readonly assumeNamespaces?: boolean;
}

export interface AnswerPart {
  readonly verdict: Verdict;
  /** Pairs of single ends. */
  readonly count: number;
  readonly example: { readonly from: string; readonly to: string };
}

/** The pairs behind a part and an example with its port, for the explanation. */
export interface Judged {
  readonly pair: PairGroup;
  readonly port: { readonly protocol: Protocol; readonly port: number } | undefined;
  readonly verdict: Verdict;
  readonly reasons: readonly DependsReason[];
}

export type Answer = VerdictAnswer | RelationAnswer;
export interface VerdictAnswer {
  readonly type: 'verdict';
  readonly verdict: Verdict | 'mixed';
  /** Why pairs depend, united; empty where none does. */
  readonly reasons: readonly DependsReason[];
  /** Where pairs disagree: one part a verdict, the most open first. */
  readonly parts?: readonly AnswerPart[];
  /** The pair that an explanation is about: of the first part. */
  readonly example: Judged;
  /** One pair of each part, in the same order; the only one where all pairs agree. */
  readonly examples: readonly Judged[];
  /** Whether the examples speak for themselves only: other pairs may have other grounds. */
  readonly hasOtherPairs: boolean;
  readonly relation: Aggregate;
}
export interface RelationAnswer {
  readonly type: 'relation';
  /** All pairs, for certain. */
  readonly allow: PortsJson;
  /** Some pairs, for certain, beyond `allow`; absent where there is one pair. */
  readonly some?: PortsJson;
  /** Some pairs may, beyond those. */
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
  /** The relation in one word: `allow` all asked ports for all pairs, `deny` none, `depends` nothing is certain. */
  readonly verdict: Verdict | 'mixed';
  readonly example: PairGroup;
}

/**
 * Answers one question exactly as command-line.md "Verdicts" says.
 * @throws RingfenceError BAD_REQUEST: an end or a port that is not there.
 */
export function ask(model: PolicyModel, question: Question, options: AskOptions = {}): Answer {
  const { port, protocol } = question;
  const from = expandEndpoint(model, question.from, 'from', { ...options });
  const expanded = expandEndpoint(model, question.to, 'to', { ...options, port, protocol });
  const to =
    typeof port === 'string' ? resolveNamedPort(model, expanded, port, protocol ?? 'TCP', question.to) : expanded;
  const pairs = pairsOf(model, from, to);
  const translated = to.some((group) => group.port !== undefined);
  if (port === undefined && !translated) return relationAnswer(pairs, protocol);
  return verdictAnswer(pairs, typeof port === 'number' ? { protocol: protocol ?? 'TCP', port } : undefined, protocol);
}

/** Rows 48 to 53, for the question's own port name. A hypothetical pod has no ports that anyone has named. */
function resolveNamedPort(
  model: PolicyModel,
  groups: readonly EndGroup[],
  name: string,
  protocol: Protocol,
  asked: Endpoint,
): EndGroup[] {
  return groups.flatMap((group) => {
    if (group.port !== undefined || group.end.type === 'hypothetical') return [group];
    if (group.end.type !== 'class') throw bad(ENDS.noNamedPorts(formatEndpoint(asked)));
    const { end } = group;
    const byNumbers = new Map<string, { numbers: readonly number[]; members: string[] }>();
    for (const member of group.members) {
      const spec = model.objects.pods.get(member)?.spec ?? model.objects.workloads.get(member)?.spec.template.spec;
      const numbers = spec === undefined ? [] : namedPortNumbers(allContainers(spec), name, protocol);
      if (numbers.length === 0) throw bad(ENDS.unknownNamedPort(member, `${name} (${protocol})`));
      const entry = byNumbers.get(numbers.join());
      if (entry === undefined) byNumbers.set(numbers.join(), { numbers, members: [member] });
      else entry.members.push(member);
    }
    const isWhole = byNumbers.size === 1;
    return [...byNumbers.values()].flatMap(({ numbers, members }) =>
      numbers.map((port): EndGroup => {
        const [example = ''] = members;
        const part = isWhole ? {} : { members, count: members.length, example, end: withPod(end, members) };
        return { ...group, ...part, port: { protocol, port } };
      }),
    );
  });
}

function withPod(end: { readonly type: 'class'; readonly class: number }, members: readonly string[]): EndGroup['end'] {
  const [only] = members;
  return members.length === 1 && only !== undefined
    ? { type: 'class', class: end.class, pod: only }
    : { type: 'class', class: end.class };
}

function verdictAnswer(
  pairs: readonly PairGroup[],
  port: { readonly protocol: Protocol; readonly port: number } | undefined,
  protocol: Protocol | undefined,
): VerdictAnswer {
  const judged = pairs.map((pair): Judged => {
    const asked = pair.to.port ?? port;
    if (asked === undefined) return judgeUnresolved(pair, protocol ?? 'TCP');
    const { must, may, uncertain } = pair.relation;
    if (hasPort(must, asked.protocol, asked.port)) return { pair, port: asked, verdict: 'allow', reasons: [] };
    if (!hasPort(may, asked.protocol, asked.port)) return { pair, port: asked, verdict: 'deny', reasons: [] };
    // Only the reasons that concern this port.
    const reasons = uncertain.filter(({ ports }) => hasPort(ports, asked.protocol, asked.port));
    return { pair, port: asked, verdict: 'depends', reasons: reasons.map(({ reason }) => reason) };
  });
  const relation = aggregate(pairs);
  const reasons = judged.reduce<readonly DependsReason[]>((all, { reasons }) => uniteReasons(all, reasons), []);
  const parts = partsOf(judged);
  const examples = VERDICT_ORDER.flatMap((verdict) => judged.find((entry) => entry.verdict === verdict) ?? []);
  const example = examples[0] as Judged;
  const common = { type: 'verdict', reasons, example, examples, hasOtherPairs: pairs.length > 1, relation } as const;
  const [first] = parts;
  if (parts.length === 1 && first !== undefined) return { ...common, verdict: first.verdict };
  return { ...common, verdict: 'mixed', parts };
}

/** A named port of a hypothetical pod: any number of that protocol it might be. */
function judgeUnresolved(pair: PairGroup, protocol: Protocol): Judged {
  const every = allPortsOf(protocol);
  const { must, may } = pair.relation;
  if (intersectPorts(must, every) === every) return { pair, port: undefined, verdict: 'allow', reasons: [] };
  if (intersectPorts(may, every) === NO_PORTS) return { pair, port: undefined, verdict: 'deny', reasons: [] };
  const reasons = uniteReasons(pair.relation.reasons, ['named-port-unresolved']);
  return { pair, port: undefined, verdict: 'depends', reasons };
}

/** The most open first: that is the one to explain. */
const VERDICT_ORDER: readonly Verdict[] = ['allow', 'depends', 'deny'];

function partsOf(judged: readonly Judged[]): readonly AnswerPart[] {
  return VERDICT_ORDER.flatMap((verdict) => {
    const same = judged.filter((entry) => entry.verdict === verdict);
    const [first] = same;
    if (first === undefined) return [];
    const count = same.reduce((sum, { pair }) => sum + pair.count, 0);
    return [{ verdict, count, example: { from: first.pair.example.fromId, to: first.pair.example.toId } }];
  });
}

function relationAnswer(pairs: readonly PairGroup[], protocol: Protocol | undefined): RelationAnswer {
  const asked = protocol === undefined ? ALL_PORTS : allPortsOf(protocol);
  const { all, any, may } = aggregate(pairs);
  const cut = { all: intersectPorts(all, asked), any: intersectPorts(any, asked), may: intersectPorts(may, asked) };
  const total = pairs.reduce((sum, { count }) => sum + count, 0);
  const isOne = pairs.length === 1 && total <= 1;
  const depends = subtractPorts(cut.may, cut.any);
  return {
    type: 'relation',
    allow: portsJson(cut.all),
    ...(isOne ? {} : { some: portsJson(subtractPorts(cut.any, cut.all)) }),
    depends: portsJson(depends),
    reasons: reasonsFor(pairs, depends),
    verdict: verdictOf(cut, asked),
    example: worstPair(pairs, asked),
  };
}

/** The reasons that concern some of these ports. */
function reasonsFor(pairs: readonly PairGroup[], depends: PortSet): readonly DependsReason[] {
  const found = new Set<DependsReason>();
  for (const { relation } of pairs) {
    for (const { reason, ports } of relation.uncertain) {
      if (intersectPorts(ports, depends) !== NO_PORTS) found.add(reason);
    }
  }
  return [...found].sort();
}

function verdictOf(
  relation: { readonly all: PortSet; readonly any: PortSet; readonly may: PortSet },
  asked: PortSet,
): Verdict | 'mixed' {
  if (relation.all === asked) return 'allow';
  if (relation.may === NO_PORTS) return 'deny';
  return relation.any === NO_PORTS ? 'depends' : 'mixed';
}

/** The pair with most certain ports tells most; else one that may; else the first. */
function worstPair(pairs: readonly PairGroup[], asked: PortSet): PairGroup {
  const certain = pairs.find(({ relation }) => intersectPorts(relation.must, asked) !== NO_PORTS);
  const possible = pairs.find(({ relation }) => intersectPorts(relation.may, asked) !== NO_PORTS);
  return certain ?? possible ?? (pairs[0] as PairGroup);
}

function aggregate(pairs: readonly PairGroup[]): Aggregate {
  const aggregates = createAggregates();
  const relations = new Set<Relation>(pairs.map(({ relation }) => relation));
  let folded: Aggregate | undefined;
  for (const relation of relations) {
    const one = aggregates.of(relation);
    folded = folded === undefined ? one : aggregates.combine(folded, one);
  }
  return folded ?? aggregates.denied;
}

/**
 * The answer with both gates. Where the ends stand for many pairs that disagree, the gates are those of an example of
 * the most open part, and `parts` counts the rest.
 * @throws RingfenceError as `ask`.
 */
export function explain(model: PolicyModel, question: Question, options: AskOptions = {}): Explanation {
  const answer = ask(model, question, options);
  const pair = answer.type === 'verdict' ? answer.example.pair : answer.example;
  const port = answer.type === 'verdict' ? answer.example.port : undefined;
  const one = explainExample(model, question, pair, port);
  if (answer.type === 'verdict') {
    const { all, any, may, reasons } = answer.relation;
    const some = subtractPorts(any, all);
    const relation = {
      allow: portsJson(all),
      ...(some === NO_PORTS ? {} : { some: portsJson(some) }),
      depends: portsJson(subtractPorts(may, any)),
      reasons,
    };
    const changed = { verdict: answer.verdict, reasons: answer.reasons };
    if (answer.parts === undefined && pair.count <= 1) return { ...one, ...changed };
    const names = [formatEndpoint(question.from), formatEndpoint(question.to)] as const;
    const sentence = answer.parts === undefined ? one.sentence : sentenceOfMany(...names, answer.parts);
    return { ...one, ...changed, relation, sentence, ...(answer.parts === undefined ? {} : { parts: answer.parts }) };
  }
  const { allow, some, depends, reasons, verdict } = answer;
  const isMany = some !== undefined;
  // Where all pairs have the same, what is true of the example is true of all, and names can stay short.
  const needsAll = isMany && (!isNoPort(some) || question.from.type === 'block' || question.to.type === 'block');
  const [from, to] = [formatEndpoint(question.from), formatEndpoint(question.to)];
  return {
    ...one,
    ...(needsAll ? { sentence: sentenceOfAllPairs(from, to, { allow, some, depends }) } : {}),
    verdict,
    reasons,
    relation: { ...(isMany ? {} : one.relation), allow, ...(isMany ? { some } : {}), depends, reasons },
    ...(question.protocol === undefined ? {} : { protocol: question.protocol }),
  };
}

/** One pair with what the question adds: footnotes, and the Service between a pod and itself (row 63). */
function explainExample(model: PolicyModel, question: Question, pair: PairGroup, port: Judged['port']): Explanation {
  const { from, to } = pair.example;
  const one = model.explain(from, to, port);
  const footnotes = [...one.footnotes, ...questionFootnotes(model, question, to)];
  if (pair.to.viaService !== true || from.type !== 'class' || !isSamePod(from, to)) return { ...one, footnotes };
  const skips = model.profile.selfViaService === 'allow';
  // Its gates are those towards another pod that is like it in all that policies see.
  const other: SingleEnd = { type: 'class', class: from.class };
  // Cluster-wide policies apply in any case (row C14).
  const clusterWide = [one.egress, one.ingress].some(({ policies }) =>
    policies.some(({ kind }) => kind !== 'NetworkPolicy'),
  );
  const gates = skips && !clusterWide ? one : model.explain(other, other, port);
  const verdict = port === undefined ? one.verdict : verdictOn(pair.relation, port);
  const on = port === undefined ? '' : whyEngine.onPort(port.protocol, port.port);
  return {
    ...gates,
    ...{ from: one.from, to: one.to, verdict, reasons: pair.relation.reasons, relation: relationJson(pair.relation) },
    footnotes: footnotes.filter((footnote) => footnote !== 'self'),
    sentence: sentenceOfSelfViaService(one.from.name, verdict, on, skips),
  };
}

function verdictOn({ must, may }: Relation, { protocol, port }: NonNullable<Judged['port']>): Verdict {
  if (hasPort(must, protocol, port)) return 'allow';
  return hasPort(may, protocol, port) ? 'depends' : 'deny';
}

function bad(message: string): RingfenceError {
  return new RingfenceError('BAD_REQUEST', message);
}

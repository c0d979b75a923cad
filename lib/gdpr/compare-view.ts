import type { Revision } from '#lib/api/cluster-types.ts';
import type {
  AlsoGroup,
  CompareCell,
  ComparedEnd,
  ComparePoint,
  CompareRow,
  CompareView,
} from '#lib/api/compare-schemas.ts';
import type { Labels, Protocol } from '#lib/kube/objects.ts';
import { explain } from '#lib/policy/ask.ts';
import { exchanges } from '#lib/policy/compare/also-reach.ts';
import {
  type ComparedExplanations,
  type DecidingPoint,
  decidingPoints,
  isAlike,
} from '#lib/policy/compare/deciding-points.ts';
import type { Seen, Side } from '#lib/policy/compare/needs.ts';
import { compareText } from '#lib/policy/connection-units.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { policyKey } from '#lib/policy/policy-object.ts';
import { NO_PORTS } from '#lib/policy/port-set.ts';
import { allContainers } from '#lib/policy/service-table.ts';
import type { ExplainedEnd, ExplainedRule, Explanation, Gate, PolicyRef, RelationJson } from '#lib/policy/types.ts';
import { COMPARE, compareSentence, GATE_WORDS, pointSentence } from '#lib/text/en/compare-pods.ts';
import { isNoPort, portWords } from '#lib/text/en/ports.ts';
import { worstFirst } from './class-order.ts';
import { isPersonal } from './data-class.ts';
import { wordsOf } from './hops/step-ports.ts';
import type { Classification } from './types.ts';

export interface CompareQuestion {
  /** Ends as the contract writes them. */
  readonly a: string;
  readonly b: string;
  readonly other: string;
  /** `senders`: both to `other`. `targets`: from `other` to both. */
  readonly way: 'senders' | 'targets';
  readonly port?: { readonly protocol?: Protocol; readonly port?: number | string };
}
export interface CompareContext {
  readonly revision: Revision;
  readonly classificationOf: (workload: string) => Classification;
}

/** Rows of one group of what else they reach; some 20 kB of JSON together. */
const MAX_ALSO = 60;
const MAX_TEXTS = 6;

/**
 * Two ends beside each other, and what makes the difference.
 * @throws RingfenceError BAD_REQUEST, as `explain`.
 */
export function compareView(model: PolicyModel, question: CompareQuestion, context: CompareContext): CompareView {
  const { way, port } = question;
  const of = (end: string): Explanation => {
    const [from, to] = way === 'senders' ? [end, question.other] : [question.other, end];
    return explain(model, { from: parseEndpoint(from), to: parseEndpoint(to), ...port });
  };
  const [a, b] = [of(question.a), of(question.b)];
  const own = (explanation: Explanation): ExplainedEnd => (way === 'senders' ? explanation.from : explanation.to);
  const { protocol, port: number } = a;
  const compared: ComparedExplanations = {
    ...{ a, b, way },
    port: protocol === undefined || number === undefined ? undefined : { protocol, port: number },
  };
  const seen = { a: seenOf(model, own(a)), b: seenOf(model, own(b)) };
  const points = decidingPoints(model, compared, seen);
  const [endA, endB] = [endOf(model, own(a), a, context), endOf(model, own(b), b, context)];
  const { id, name } = way === 'senders' ? a.to : a.from;
  const names = namesOf(endA, endB);
  const alike = isAlike(a.relation, b.relation, compared.port) && a.verdict === b.verdict;
  const also = alsoReached(model, endA, endB, way, context);
  return {
    ...{ revision: context.revision, way },
    sentence: compareSentence({
      ...{ way, a: names.a, b: names.b, other: calledOf(model, id, name), alike },
      port: compared.port === undefined ? undefined : `${compared.port.protocol} ${compared.port.port}`,
      verdicts: { a: a.verdict, b: b.verdict },
      point: alike ? undefined : points[0],
    }),
    a: endA,
    b: endB,
    other: { id, name: calledOf(model, id, name) },
    rows: rowsOf(model, compared, seen, alike ? [] : points),
    points: alike ? [] : points.map((point) => toldPoint(point, names)),
    texts: alike ? [] : textsOf(model, points),
    ...(also === undefined ? {} : { also }),
  };
}

/** Two of one workload are told apart by their pods' names. */
function namesOf(a: ComparedEnd, b: ComparedEnd): Readonly<Record<Side, string>> {
  return a.name === b.name ? { a: a.id, b: b.id } : { a: a.name, b: b.name };
}

/** As sentences call an end: the workload of a pod. */
function calledOf(model: PolicyModel, id: string, name: string): string {
  if (!model.objects.pods.has(id)) return name;
  const workload = model.workloadOfPod(id);
  return workload.slice(workload.lastIndexOf('/') + 1);
}

function seenOf(model: PolicyModel, { namespace, labels }: ExplainedEnd): Seen | undefined {
  if (namespace === undefined) return undefined;
  return { namespace, labels: labels ?? {}, namespaceLabels: namespaceLabelsOf(model, namespace) };
}

function namespaceLabelsOf(model: PolicyModel, namespace: string): Labels | undefined {
  const object = model.objects.namespaces.get(namespace);
  return object === undefined ? undefined : { ...object.metadata.labels, 'kubernetes.io/metadata.name': namespace };
}

function endOf(
  model: PolicyModel,
  { id, type, name, namespace, addresses = [] }: ExplainedEnd,
  { verdict, reasons, relation, parts = [] }: Explanation,
  { classificationOf }: CompareContext,
): ComparedEnd {
  const workload = type === 'pod' ? model.workloadOfPod(id) : type === 'workload' ? id : undefined;
  const node = model.objects.pods.get(id)?.spec.nodeName;
  return {
    ...{ id, name: calledOf(model, id, name), verdict, reasons },
    ...(verdict === 'mixed' && parts.length < 2 && isNoPort(relation.depends) ? { somePorts: true } : {}),
    ...(workload === undefined ? {} : { workload, dataClass: classificationOf(workload).dataClass }),
    place: [namespace, node, ...addresses].flatMap((part) => (part === undefined || part === '' ? [] : [part])),
  };
}

function toldPoint(point: DecidingPoint, names: Readonly<Record<Side, string>>): ComparePoint {
  const sentence = pointSentence(point, names);
  if (point.type === 'rule') {
    const { policy, rule, lines } = point;
    return { sentence, policy, rule, ...(lines === undefined ? {} : { lines }) };
  }
  if (point.type === 'selects') {
    const { policy, decides } = point;
    return {
      ...{ sentence, policy },
      ...(decides === undefined ? {} : { rule: decides.rule }),
      ...(decides?.lines === undefined ? {} : { lines: decides.lines }),
    };
  }
  return { sentence };
}

function textsOf(model: PolicyModel, points: readonly DecidingPoint[]): CompareView['texts'] {
  const policies = new Map<string, PolicyRef>();
  for (const point of points) if ('policy' in point) policies.set(policyKey(point.policy), point.policy);
  return [...policies.values()].slice(0, MAX_TEXTS).flatMap((policy) => model.policyText(policy) ?? []);
}

function rowsOf(
  model: PolicyModel,
  { a, b, way, port }: ComparedExplanations,
  seen: { readonly a: Seen | undefined; readonly b: Seen | undefined },
  points: readonly DecidingPoint[],
): readonly CompareRow[] {
  const [ownGate, otherGate] = way === 'senders' ? (['egress', 'ingress'] as const) : (['ingress', 'egress'] as const);
  const needs = points.flatMap((point) => ('needs' in point ? point.needs : []));
  const decided = (gate: Gate['direction']) => points.some((point) => 'gate' in point && point.gate === gate);
  const keysOf = (about: 'label' | 'namespace-label') =>
    new Set(needs.filter((need) => need.about === about).map(({ key }) => key));
  const wantsNamespace = needs.some(({ about }) => about === 'namespace');
  const [labelKeys, namespaceKeys] = [keysOf('label'), keysOf('namespace-label')];
  const isNetwork = points.some(({ type }) => type === 'host-network');
  const isNamed = points.some((point) => point.type === 'rule' && point.namedPort !== undefined);
  const own = (explanation: Explanation) => (way === 'senders' ? explanation.from : explanation.to);
  const row = (id: CompareRow['id'], decides: boolean, cellA: CompareCell, cellB: CompareCell): CompareRow => {
    const differs = JSON.stringify(unmarked(cellA)) !== JSON.stringify(unmarked(cellB));
    return { id, differs, decides: decides && differs, a: cellA, b: cellB };
  };
  return [
    row('own-gate', decided(ownGate), gateCell(a[ownGate], port), gateCell(b[ownGate], port)),
    row('other-gate', decided(otherGate), gateCell(a[otherGate], port), gateCell(b[otherGate], port)),
    row('namespace', wantsNamespace, namespaceCell(seen.a, wantsNamespace), namespaceCell(seen.b, wantsNamespace)),
    row(
      'namespace-labels',
      namespaceKeys.size > 0,
      labelsCell(seen.a?.namespaceLabels, namespaceKeys),
      labelsCell(seen.b?.namespaceLabels, namespaceKeys),
    ),
    row('labels', labelKeys.size > 0, labelsCell(seen.a?.labels, labelKeys), labelsCell(seen.b?.labels, labelKeys)),
    row('network', isNetwork, networkCell(own(a)), networkCell(own(b))),
    ...(way === 'targets'
      ? [row('served', isNamed, servedCell(model, own(a), isNamed), servedCell(model, own(b), isNamed))]
      : []),
    row('ports', false, portsCell(a.relation), portsCell(b.relation)),
  ];
}

function unmarked({ chips, ...rest }: CompareCell): unknown {
  return { ...rest, chips: chips?.map(({ text, depends }) => [text, depends]) };
}

/** What a gate does, and the rule that decides it. */
function gateCell({ isolated, rules, sentence, allows }: Gate, port: ComparedExplanations['port']): CompareCell {
  if (isolated === 'none') return { title: GATE_WORDS.noGate, text: sentence, isolated };
  const first = rules[0];
  const lets = !isAlike(allows, NOTHING, port);
  if (first === undefined)
    return { title: isolated === 'no' ? GATE_WORDS.open : GATE_WORDS.undecided, text: sentence, isolated };
  const told = (title: string, rule: ExplainedRule): CompareCell => ({
    ...{ title, text: rule.text, isolated, policy: rule.policy },
  });
  switch (first.outcome) {
    case 'admits':
    case 'passes':
      return told(GATE_WORDS.ruleMatches(first.rule, first.policy.name), first);
    case 'denies':
      return told(GATE_WORDS.ruleDenies(first.rule, first.policy.name), first);
    case 'depends':
      return told(GATE_WORDS.undecided, first);
    default:
      return lets ? { title: GATE_WORDS.open, text: sentence, isolated } : told(GATE_WORDS.noRuleMatches, first);
  }
}

const NO_INTERVALS = { TCP: [], UDP: [], SCTP: [] };
const NOTHING = { allow: NO_INTERVALS, depends: NO_INTERVALS };

function namespaceCell(seen: Seen | undefined, marked: boolean): CompareCell {
  return seen === undefined ? { text: COMPARE.none } : { chips: [{ text: seen.namespace, marked }] };
}

function labelsCell(labels: Labels | undefined, marked: ReadonlySet<string>): CompareCell {
  if (labels === undefined) return { text: COMPARE.notRead };
  const keys = Object.keys(labels).sort((x, y) => Number(marked.has(y)) - Number(marked.has(x)) || compareText(x, y));
  if (keys.length === 0) return { text: COMPARE.none };
  return { chips: keys.map((key) => ({ text: `${key}=${labels[key]}`, marked: marked.has(key) })) };
}

function networkCell({ hostNetwork }: ExplainedEnd): CompareCell {
  return { text: hostNetwork === true ? COMPARE.hostNetwork : COMPARE.podNetwork };
}

function servedCell(model: PolicyModel, { id }: ExplainedEnd, marked: boolean): CompareCell {
  const spec = model.objects.pods.get(id)?.spec ?? model.objects.workloads.get(id)?.spec.template.spec;
  const ports = (spec === undefined ? [] : allContainers(spec)).flatMap((container) => container.ports ?? []);
  if (ports.length === 0) return { text: COMPARE.none };
  const texts = ports.map(({ name, protocol = 'TCP', containerPort }) =>
    [protocol, containerPort, name].filter((part) => part !== undefined).join(' '),
  );
  return { chips: [...new Set(texts)].map((text) => ({ text, marked: marked && text.split(' ').length > 2 })) };
}

function portsCell({ allow, some, depends }: RelationJson): CompareCell {
  const certain = [...portWords(allow), ...(some === undefined ? [] : portWords(some))];
  const undecided = isNoPort(depends) ? [] : portWords(depends);
  if (certain.length + undecided.length === 0) return { text: COMPARE.none };
  return {
    chips: [
      ...certain.map((text) => ({ text, marked: false })),
      ...undecided.map((text) => ({ text, marked: false, depends: true })),
    ],
  };
}

function alsoReached(
  model: PolicyModel,
  a: ComparedEnd,
  b: ComparedEnd,
  way: CompareQuestion['way'],
  { classificationOf }: CompareContext,
): CompareView['also'] {
  const direction = way === 'senders' ? 'out' : 'in';
  const of = ({ id, workload }: ComparedEnd) => {
    const own = model.classOf(id);
    const classes = own === undefined ? [...model.classesOfWorkload(id).keys()] : [own];
    return workload === undefined || classes.length === 0 ? undefined : exchanges(model, classes, workload, direction);
  };
  const [ofA, ofB] = [of(a), of(b)];
  if (ofA === undefined || ofB === undefined) return undefined;
  const group = (names: readonly string[], exchange: typeof ofA): AlsoGroup => {
    const classes = names.map((workload) => ({ workload, dataClass: classificationOf(workload).dataClass }));
    return {
      workloads: names.length,
      personal: classes.filter(({ dataClass }) => isPersonal(dataClass)).length,
      rows: worstFirst(classes, ({ workload }) => workload)
        .slice(0, MAX_ALSO)
        .map(({ workload, dataClass }) => {
          const ports = exchange.get(workload) ?? { must: NO_PORTS, may: NO_PORTS };
          return { workload, dataClass, ports: wordsOf(ports), depends: ports.must === NO_PORTS };
        }),
    };
  };
  const names = [...ofA.keys()];
  return {
    onlyA: group(
      names.filter((name) => !ofB.has(name) && name !== b.workload),
      ofA,
    ),
    both: group(
      names.filter((name) => ofB.has(name)),
      ofA,
    ),
    onlyB: group(
      [...ofB.keys()].filter((name) => !ofA.has(name) && name !== a.workload),
      ofB,
    ),
  };
}

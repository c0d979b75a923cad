import type { Revision } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { PolicyList, PolicyListItem, PolicyView } from '#lib/api/policy-types.ts';
import { compareNames } from '#lib/text/compare-names.ts';
import {
  appliesTo,
  clusterPolicySentence,
  clusterRuleDoes,
  clusterRuleSentence,
  isolates,
  type NamedRule,
  namedPorts,
  nodesWords,
  noSuchPolicy,
  POLICY_VIEW,
  policySentence,
  ruleMayOpen,
  ruleOpens,
  ruleSentence,
  rulesMayOpen,
  UNNEEDED,
  undeclaredPorts,
  unreadPart,
  unreadPolicy,
} from '#lib/text/en/policy-view.ts';
import { portsInWords } from '#lib/text/en/ports.ts';
import { isUnreadClusterPolicy } from './compile/cluster-policy.ts';
import { isUnreadPolicy } from './compile/network-policy.ts';
import { compareText } from './connection-units.ts';
import { classesByNamespace, isolationByNamespace } from './isolation-by-namespace.ts';
import type { PolicyInForce, PolicyModel, RuleInForce, RuleRef } from './model.ts';
import { policyObject } from './policy-object.ts';
import { NO_PORTS, portsJson } from './port-set.ts';
import type { PolicyRef } from './types.ts';

export interface PolicyViewContext {
  readonly revision: Revision;
  readonly gapsOf?: (subject: string) => PolicyListItem['gaps'];
  readonly gapIdsOf?: (subject: string) => readonly string[];
}

/** The inventory: every policy with its effect at its own gate, and isolation by namespace. */
export function policyList(model: PolicyModel, context: PolicyViewContext): PolicyList {
  return {
    revision: context.revision,
    items: [...model.policies].sort(inOrder).map((policy) => policyListItem(model, policy, context)),
    unevaluated: [...model.objects.unevaluated]
      .sort(([a], [b]) => compareNames(a, b))
      .map(([, { apiVersion, kind, metadata }]) => ({
        kind,
        apiVersion,
        ...(metadata.namespace === undefined ? {} : { namespace: metadata.namespace }),
        name: metadata.name,
      })),
    unread: unreadPolicies(model),
    isolation: isolationByNamespace(model),
  };
}

/** The policies of which nothing is known but their names and what is wrong with them; in the order of the list. */
function unreadPolicies({ objects }: PolicyModel): PolicyList['unread'] {
  const policies = [
    ...[...objects.clusterPolicies.values()].filter(isUnreadClusterPolicy),
    ...[...objects.networkPolicies.values()].filter(isUnreadPolicy),
  ];
  return policies
    .map(({ kind, metadata: { namespace = '', name }, origin, unread = [] }) => ({
      policy: { kind, namespace, name },
      ...(origin === undefined ? {} : { file: origin.file, line: origin.line }),
      problems: unread.map(unreadPart),
    }))
    .sort(
      ({ policy: a }, { policy: b }) =>
        compareNames(a.namespace, b.namespace) || compareNames(a.name, b.name) || compareText(a.kind, b.kind),
    );
}

/**
 * One policy: its YAML, whom it selects, what each rule opens.
 * @throws RingfenceError NOT_FOUND; where nothing of the policy could be read, it says so.
 */
export function policyView(model: PolicyModel, ref: PolicyRef, context: PolicyViewContext): PolicyView {
  const policy = model.policies.find(
    ({ policy: { kind, namespace, name } }) => kind === ref.kind && namespace === ref.namespace && name === ref.name,
  );
  const text = policy === undefined ? undefined : model.policyText(policy.policy);
  if (policy === undefined || text === undefined) {
    const unread = policyObject(model.objects, ref)?.unread;
    throw new RingfenceError(
      'NOT_FOUND',
      unread === undefined
        ? noSuchPolicy(ref.kind, ref.namespace, ref.name)
        : unreadPolicy(ref.kind, ref.namespace, ref.name, unread.map(unreadPart)),
    );
  }
  return {
    ...policyListItem(model, policy, context),
    revision: context.revision,
    text,
    selected: workloadsOf(model, policy.subjects).map(({ workload, pods, example }) => ({ workload, pods, example })),
    ruleViews: rulesOf(policy).map((rule) => ruleView(model, policy, rule, text.paths)),
    gapIds: context.gapIdsOf?.(subjectKey(policy.policy)) ?? [],
  };
}

function policyListItem(model: PolicyModel, policy: PolicyInForce, context: PolicyViewContext): PolicyListItem {
  const object = policyObject(model.objects, policy.policy);
  const selected = workloadsOf(model, policy.subjects);
  const pods = selected.reduce((sum, workload) => sum + workload.pods, 0);
  const unread = object?.unread !== undefined && object.unread.length > 0;
  const directions = [...(policy.ingress ? ['ingress' as const] : []), ...(policy.egress ? ['egress' as const] : [])];
  const rules = rulesOf(policy);
  return {
    policy: policy.policy,
    ...(policy.tier === 'NetworkPolicy' ? {} : { tier: policy.tier }),
    ...(policy.priority === undefined ? {} : { priority: policy.priority }),
    directions,
    selects: { pods, workloads: selected.length },
    rules: {
      ingress: rules.filter(({ direction }) => direction === 'ingress').length,
      egress: rules.filter(({ direction }) => direction === 'egress').length,
    },
    sentence: sentenceOf(model, policy, pods, selected.length, directions, unread),
    opensToAny: rules.some((rule) => opensToAny(policy, rule, object)),
    gaps: context.gapsOf?.(subjectKey(policy.policy)),
    changed: object?.metadata.managedFields?.[0],
    unread,
  };
}

function subjectKey({ kind, namespace, name }: PolicyRef): string {
  return `${namespace}/${kind}/${name}`;
}

/** Rules of a direction that the policy does not isolate are ignored (row 5). */
function rulesOf(policy: PolicyInForce): readonly RuleInForce[] {
  return policy.rules.filter(({ direction }) => (direction === 'ingress' ? policy.ingress : policy.egress));
}

function sentenceOf(
  model: PolicyModel,
  policy: PolicyInForce,
  pods: number,
  workloads: number,
  directions: readonly ('ingress' | 'egress')[],
  unread: boolean,
): string {
  if (workloads === 0) return POLICY_VIEW.selectsNothing;
  if (policy.tier !== 'NetworkPolicy') {
    const does = rulesOf(policy).map((rule) => clusterRuleDoes(rule, endNames(model, rule), portsOf(rule)));
    const sentence = clusterPolicySentence(appliesTo(pods, directions), does);
    return unread && !rulesOf(policy).some(({ notUnderstood }) => notUnderstood)
      ? `${sentence} ${POLICY_VIEW.unread}`
      : sentence;
  }
  const opens = rulesOf(policy)
    .filter((rule) => rule.notUnderstood !== true && deadBecause(policy, rule) === undefined)
    .map((rule) => ruleOpens(rule.direction, endNames(model, rule), portsOf(rule)));
  const mayOpen = directions.flatMap((direction) => {
    const rules = rulesOf(policy).filter((rule) => rule.direction === direction && rule.notUnderstood === true);
    return rules.length === 0 ? [] : [rulesMayOpen(direction, rules.length)];
  });
  return policySentence(isolates(pods, directions), [...opens, ...mayOpen]);
}

/** Row 20, or every namespace without a selector on its pods, or a block of a whole family. */
function opensToAny(policy: PolicyInForce, rule: RuleInForce, object: ReturnType<typeof policyObject>): boolean {
  if (rule.action !== 'allow' || rule.notUnderstood === true) return false;
  if (rule.anyPeer) return true;
  if (object?.kind !== 'NetworkPolicy') {
    const isWhole = rule.blocks.some(({ cidr }) => cidr.endsWith('/0'));
    return policy.subjects.size > 0 && (rule.everyPod || isWhole);
  }
  const written = object.spec[rule.direction]?.[rule.index];
  const peers =
    (written === undefined ? undefined : 'from' in written ? written.from : 'to' in written ? written.to : []) ?? [];
  return peers.some(({ podSelector, namespaceSelector, ipBlock }) => {
    if (ipBlock !== undefined) return ipBlock.cidr.endsWith('/0') && (ipBlock.except ?? []).length === 0;
    return isEmptySelector(namespaceSelector) && (podSelector === undefined || isEmptySelector(podSelector));
  });
}

function isEmptySelector(
  selector: { readonly matchLabels?: object; readonly matchExpressions?: readonly unknown[] } | undefined,
): boolean {
  if (selector === undefined) return false;
  return Object.keys(selector.matchLabels ?? {}).length === 0 && (selector.matchExpressions ?? []).length === 0;
}

function ruleView(
  model: PolicyModel,
  policy: PolicyInForce,
  rule: RuleInForce,
  paths: PolicyView['text']['paths'],
): PolicyView['ruleViews'][number] {
  const unread = unreadMessage(model, policy, rule);
  const seen = deadBecause(policy, rule);
  // Where pods or nodes may not be read, it may select or mean some of those.
  const isCertain = seen !== undefined && model.ruleEffect(policy.policy, rule.path)?.type !== 'unknown';
  const dead = isCertain ? seen : undefined;
  const ports = portsOf(rule);
  const unneeded = dead === undefined ? unneededBecause(model, policy, rule) : undefined;
  const isPlain = dead === undefined && unneeded === undefined && rule.notUnderstood !== true;
  const undeclared = isPlain ? undeclaredPortsOf(model, policy, rule) : undefined;
  return {
    direction: rule.direction,
    index: rule.index,
    path: rule.path,
    ...(Object.hasOwn(paths, rule.path) ? { lines: paths[rule.path] } : {}),
    ...(policy.tier === 'NetworkPolicy' ? {} : { action: rule.action }),
    sentence:
      policy.tier === 'NetworkPolicy'
        ? rule.notUnderstood === true && dead === undefined
          ? ruleMayOpen(rule.direction)
          : ruleSentence(rule.direction, endNames(model, rule), ports, dead)
        : clusterRuleSentence(rule, endNames(model, rule), ports),
    ...(unread === undefined ? {} : { unread }),
    ports,
    opens: opensOf(model, rule),
    ...(dead === undefined ? {} : { dead }),
    ...(unneeded === undefined ? {} : { unneeded }),
    ...(undeclared === undefined ? {} : { undeclared }),
  };
}

/** What is wrong with a rule that could not be read, with the field, where that was kept. */
function unreadMessage(model: PolicyModel, policy: PolicyInForce, { direction, index }: RuleInForce) {
  const part = policyObject(model.objects, policy.policy)?.unread?.find(
    (each) => each.part === 'rule' && each.direction === direction && each.index === index,
  );
  return part === undefined ? undefined : unreadPart(part);
}

/** Why nothing changes without the rule, where that is so. */
function unneededBecause(model: PolicyModel, policy: PolicyInForce, rule: RuleInForce): string | undefined {
  const effect = model.ruleEffect(policy.policy, rule.path);
  switch (effect?.type) {
    case 'redundant':
      // Of an ordered tier another action may lead to the same: no rule covers it then.
      return UNNEEDED.redundant(policy.tier === 'NetworkPolicy' ? effect.by.map(named) : []);
    case 'shadowed':
    case 'overridden':
      return UNNEEDED[effect.type](effect.by.map(named));
    case 'means-itself':
      return UNNEEDED.meansItself;
    case 'matches-nobody':
      return POLICY_VIEW.deadPeers;
    case 'opens-no-port':
      return POLICY_VIEW.deadPorts;
    case 'effective':
    case 'selects-nothing':
    case 'unknown':
    case undefined:
      return undefined;
  }
}

/** What it opens that nobody there declares. */
function undeclaredPortsOf(model: PolicyModel, policy: PolicyInForce, rule: RuleInForce): string | undefined {
  const effect = model.ruleEffect(policy.policy, rule.path);
  if (effect?.type !== 'effective' || effect.undeclared === undefined) return undefined;
  return undeclaredPorts(portsInWords(portsJson(effect.undeclared)));
}

function named({ policy, path }: RuleRef): NamedRule {
  const [, direction, index] = /^spec\.(ingress|egress)\[(\d+)\]$/.exec(path) ?? [];
  return { policy: policy.name, direction: direction === 'egress' ? 'egress' : 'ingress', number: Number(index) + 1 };
}

function portsOf(rule: RuleInForce): string {
  const numbers = portsInWords(portsJson(rule.ports));
  return rule.namedPorts.length === 0 ? numbers : namedPorts(numbers, rule.namedPorts);
}

/** Why a rule matches nothing today; undefined where it matches something. */
function deadBecause(policy: PolicyInForce, rule: RuleInForce): string | undefined {
  if (policy.subjects.size === 0) return POLICY_VIEW.deadSubject;
  if (rule.ports === NO_PORTS && rule.namedPorts.length === 0) return POLICY_VIEW.deadPorts;
  const meansOthers = rule.blocks.length + rule.nodeSelectors.length + rule.domainNames.length > 0;
  if (rule.anyPeer || meansOthers || rule.peerClasses.may.size > 0) return undefined;
  if (rule.failsClosed !== undefined) return POLICY_VIEW.deadUnknown;
  return POLICY_VIEW.deadPeers;
}

/** Workloads and blocks that the rule names; `any` where it names nobody in particular; nobody where it was not read. */
function opensOf(model: PolicyModel, rule: RuleInForce): PolicyView['ruleViews'][number]['opens'] {
  if (rule.notUnderstood === true) return [];
  if (rule.anyPeer) return [{ id: 'any', pods: podCount(model) }];
  const blocks = [...new Set(rule.blocks.map(({ cidr }) => cidr))].map((id) => ({ id, pods: 0 }));
  const workloads = workloadsOf(model, rule.peerClasses.may).map(({ workload, pods }) => ({ id: workload, pods }));
  return [...blocks, ...workloads];
}

/** A whole namespace by its name, single workloads by theirs. */
function endNames(model: PolicyModel, rule: RuleInForce): readonly string[] {
  if (rule.anyPeer) return [POLICY_VIEW.anyone];
  const others = [...rule.domainNames, ...rule.nodeSelectors.map(nodesWords), ...rule.blocks.map(({ cidr }) => cidr)];
  if (rule.everyPod) return [...new Set([...others, POLICY_VIEW.everyPod])];
  const classes = rule.peerClasses.may;
  const names: string[] = [];
  const whole = new Set<string>();
  for (const namespace of model.namespaces) {
    const own = classesByNamespace(model).get(namespace) ?? [];
    if (own.length > 0 && own.every((id) => classes.has(id))) {
      whole.add(namespace);
      names.push(namespace);
    }
  }
  for (const { workload } of workloadsOf(model, classes)) {
    const [namespace = '', , ...name] = workload.split('/');
    if (!whole.has(namespace)) names.push(name.join('/'));
  }
  return [...new Set([...others, ...names])];
}

function workloadsOf(
  model: PolicyModel,
  classes: ReadonlySet<number>,
): readonly { readonly workload: string; readonly pods: number; readonly example: string }[] {
  const found = new Map<string, { pods: number; example: string }>();
  for (const id of classes) {
    const podClass = model.classes[id];
    for (const pod of podClass?.pods ?? []) {
      const workload = model.workloadOfPod(pod);
      const entry = found.get(workload);
      if (entry === undefined) found.set(workload, { pods: 1, example: pod });
      else {
        entry.pods += 1;
        if (pod < entry.example) entry.example = pod;
      }
    }
    for (const workload of podClass?.podlessWorkloads ?? []) {
      found.set(workload, { pods: model.classesOfWorkload(workload).get(id) ?? 0, example: workload });
    }
  }
  return [...found].sort(([a], [b]) => compareNames(a, b)).map(([workload, rest]) => ({ workload, ...rest }));
}

function podCount(model: PolicyModel): number {
  return model.classes.reduce((sum, { count }) => sum + count, 0);
}

/** Cluster-wide policies first, as they are asked; then by namespace and name. */
function inOrder(a: PolicyInForce, b: PolicyInForce): number {
  return (
    compareNames(a.policy.namespace, b.policy.namespace) ||
    compareText(a.tier, b.tier) ||
    (a.priority ?? 0) - (b.priority ?? 0) ||
    compareNames(a.policy.name, b.policy.name) ||
    compareText(a.policy.kind, b.policy.kind)
  );
}

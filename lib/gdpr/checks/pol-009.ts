import type { NetworkPolicy, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { type Family, formatAddress, parseAddress, parseCidr } from '#lib/policy/address.ts';
import { blockRanges } from '#lib/policy/address-block.ts';
import { type AddressRanges, intersectRanges, normaliseRanges } from '#lib/policy/address-ranges.ts';
import type { PolicyInForce, RuleInForce } from '#lib/policy/model.ts';
import { intersectPorts, NO_PORTS } from '#lib/policy/port-set.ts';
import { POL_009 } from '#lib/text/en/checks/pol.ts';
import { policyNotUnderstood } from '#lib/text/en/checks/pol-001.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { type ClusterAddresses, clusterAddresses, type Overlap } from '../address-index.ts';
import { lowOrMedium } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { NO_CLASS } from '../data-class.ts';
import { classEnd } from '../ends.ts';
import { podPeer } from '../fix-yaml.ts';
import { changedPolicyYaml, namespaceNamed, replaceAt } from '../fixes.ts';
import { selectorLabels } from '../identity-labels.ts';
import { lazyFix } from '../lazy-fix.ts';
import { policiesBeside } from '../policies-beside.ts';
import { plainRules, policiesOf } from '../policy-rules.ts';
import { admitted } from '../rule-witness.ts';
import type { Gap, WitnessHop } from '../types.ts';
import type { WorkloadFacts } from '../workload-facts.ts';
import { workloadsOfClasses } from '../worst-first.ts';

/** Where pods are while nobody says otherwise: without a known address of a pod, blocks in these cannot be judged. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '100.64.0.0/10', 'fc00::/7'];
/** Workloads that a fix names instead of a block. */
const MOST_WORKLOADS = 10;

/** Address blocks that mean something else than they say (gdpr.md §3, POL-009). */
export const pol009: Check = {
  id: 'POL-009',
  looksAt: 'pods',
  run: (context) => {
    const gaps: Gap[] = [];
    const notEvaluated: string[] = [];
    let passed = 0;
    let notApplicable = 0;
    let addresses: ClusterAddresses | undefined;
    for (const { key, policy, inForce } of policiesOf(context)) {
      if (inForce === undefined) {
        notEvaluated.push(policyNotUnderstood(key));
        continue;
      }
      const blocks = blocksOf(policy, inForce);
      if (blocks.length === 0) {
        notApplicable++;
        continue;
      }
      addresses ??= clusterAddresses(context.model.objects, context.model.profile);
      let found = 0;
      for (const block of blocks) {
        const meaning = meaningOf(context, inForce, block, addresses);
        if (meaning === 'unknown') notEvaluated.push(POL_009.addressesUnknown(key, block.path));
        else if (meaning !== undefined) gaps.push(gapOf(context, inForce, block, meaning));
        if (meaning !== undefined) found++;
      }
      if (found === 0) passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated };
  },
};

type IpBlock = NonNullable<NetworkPolicyPeer['ipBlock']>;

interface Block {
  readonly ipBlock: IpBlock;
  readonly family: Family;
  readonly ranges: AddressRanges;
  readonly rule: RuleInForce;
  readonly index: number;
  /** `spec.egress[0].to[1].ipBlock` */
  readonly path: string;
}

function blocksOf(policy: NetworkPolicy, inForce: PolicyInForce): readonly Block[] {
  return plainRules(policy).flatMap(({ path, direction, peers }) => {
    const rule = inForce.rules.find((each) => each.path === path);
    if (rule === undefined) return []; // of a direction that the policy does not govern
    return peers.flatMap(({ ipBlock }, index) => {
      const read = ipBlock === undefined ? undefined : blockRanges(ipBlock);
      if (ipBlock === undefined || read === undefined) return [];
      const side = direction === 'ingress' ? 'from' : 'to';
      return [{ ipBlock, ...read, rule, index, path: `${path}.${side}[${index}].ipBlock` }];
    });
  });
}

interface Meaning {
  readonly pods: Overlap | undefined;
  readonly nodes: Overlap | undefined;
  readonly services: Overlap | undefined;
  /** Excepts outside the block. */
  readonly outside: readonly string[];
  readonly reopened: { readonly except: string; readonly by: RuleInForce } | undefined;
}

function meaningOf(
  context: CheckContext,
  inForce: PolicyInForce,
  block: Block,
  { pods, nodes, services }: ClusterAddresses,
): Meaning | 'unknown' | undefined {
  const { family, ranges } = block;
  const meaning: Meaning = {
    pods: pods.overlap(family, ranges),
    nodes: nodes.overlap(family, ranges),
    services: services.overlap(family, ranges),
    outside: exceptsOutside(block.ipBlock),
    reopened: reopenedExcept(context, inForce, block),
  };
  const says = meaning.pods ?? meaning.nodes ?? meaning.services ?? meaning.reopened ?? meaning.outside[0];
  if (says !== undefined) return meaning;
  return pods.isEmpty && intersectRanges(ranges, privateRanges(family)).length > 0 ? 'unknown' : undefined;
}

function privateRanges(family: Family): AddressRanges {
  return normaliseRanges(
    PRIVATE_RANGES.flatMap((text) => parseCidr(text) ?? []).filter((each) => each.family === family),
  );
}

function exceptsOutside({ cidr, except = [] }: IpBlock): readonly string[] {
  const whole = parseCidr(cidr);
  return except.filter((text) => {
    const hole = parseCidr(text);
    if (whole === undefined || hole === undefined) return false;
    return hole.family !== whole.family || hole.first < whole.first || hole.last > whole.last;
  });
}

/** Rules add up: what one takes out of its block another one may let through for the same pods. */
function reopenedExcept(context: CheckContext, inForce: PolicyInForce, block: Block): Meaning['reopened'] {
  for (const text of block.ipBlock.except ?? []) {
    const hole = parseCidr(text);
    if (hole === undefined || hole.family !== block.family) continue;
    for (const other of policiesBeside(context, inForce)) {
      for (const by of other.rules) {
        if (by.direction !== block.rule.direction || by.action !== 'allow' || !sharePorts(by, block.rule)) continue;
        if ((by.anyPeer && by.peerClasses.must.size > 0) || by.blocks.some((each) => opens(each, hole, block))) {
          return { except: text, by };
        }
      }
    }
  }
  return undefined;
}

function opens(
  other: RuleInForce['blocks'][number],
  hole: { readonly family: Family; readonly first: bigint; readonly last: bigint },
  own: Block,
): boolean {
  if (other.cidr === own.ipBlock.cidr && String(other.except) === String(own.ipBlock.except ?? [])) return false; // itself
  const read = blockRanges(other);
  return read !== undefined && read.family === hole.family && intersectRanges(read.ranges, [hole]).length > 0;
}

function sharePorts(a: RuleInForce, b: RuleInForce): boolean {
  return intersectPorts(a.ports, b.ports) !== NO_PORTS || a.namedPorts.some((name) => b.namedPorts.includes(name));
}

function gapOf(context: CheckContext, inForce: PolicyInForce, block: Block, meaning: Meaning): Gap {
  const { namespace, name } = inForce.policy;
  const { pods, nodes, services, outside, reopened } = meaning;
  const { cidr, except = [] } = block.ipBlock;
  const selected = workloadsOfClasses(context, inForce.subjects);
  const [worst] = selected;
  const classification = worst === undefined ? NO_CLASS : context.classOf(worst);
  const upTo = pods === undefined && nodes === undefined && outside.length === 0 && reopened === undefined;
  const hop = worst === undefined ? undefined : hopOf(context, block, worst, pods ?? nodes ?? services);
  return buildGap(context, {
    check: 'POL-009',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: lowOrMedium('POL-009', true, classification, upTo),
    title: POL_009.title(name, cidr, upTo),
    summary: [
      POL_009.place(block.path, cidr, except),
      pods === undefined ? '' : POL_009.pods(pods.text),
      nodes === undefined ? '' : POL_009.nodes(nodes.text),
      services === undefined ? '' : POL_009.services(services.text),
      reopened === undefined
        ? ''
        : POL_009.reopened(reopened.except, `${reopened.by.policy.name}, ${reopened.by.path}`),
      outside.length === 0 ? '' : POL_009.outside(outside, cidr),
      worst === undefined ? '' : classNote(classification),
    ].join(''),
    subject: { namespace, kind: 'NetworkPolicy', name },
    witness: hop === undefined ? [] : [hop],
    peers: selected.map(({ key }) => key).sort(),
    classification,
    fix: () => fixOf(context, inForce, block, meaning),
    unknownBecause: [POL_009.onlyServices],
    identity: { peer: block.path, direction: block.rule.direction },
  });
}

/** What the block admits for an address that belongs to the cluster. */
function hopOf(
  context: CheckContext,
  { rule, family }: Block,
  workload: WorkloadFacts,
  overlap: Overlap | undefined,
): WitnessHop | undefined {
  const [id] = workload.classes;
  if (overlap === undefined || id === undefined) return undefined;
  const text = formatAddress(family, overlap.first);
  const self = { end: classEnd(id), workload };
  const other = { end: { type: 'address', family, first: text, last: text } } as const;
  const ends = rule.direction === 'ingress' ? { from: other, to: self } : { from: self, to: other };
  return admitted(context, rule, { ...ends, workload })?.hop;
}

function fixOf(context: CheckContext, { policy }: PolicyInForce, block: Block, meaning: Meaning): Gap['fix'] {
  const replaced = (peers: readonly NetworkPolicyPeer[]) =>
    changedPolicyYaml(context, policy, (spec) => {
      const { direction, index: at } = block.rule;
      const insert = (old: readonly NetworkPolicyPeer[] | undefined) =>
        (old ?? []).flatMap((peer, index) => (index === block.index ? peers : [peer]));
      if (direction === 'ingress') {
        const rule = spec.ingress?.[at];
        return { ...spec, ingress: replaceAt(spec.ingress, at, { ...rule, from: insert(rule?.from) }) };
      }
      const rule = spec.egress?.[at];
      return { ...spec, egress: replaceAt(spec.egress, at, { ...rule, to: insert(rule?.to) }) };
    });
  if (meaning.outside.length > 0) {
    const { cidr, except = [] } = block.ipBlock;
    const kept = except.filter((text) => !meaning.outside.includes(text));
    const ipBlock = kept.length === 0 ? { cidr } : { cidr, except: kept };
    return lazyFix(POL_009.fixOutside, () => replaced([{ ipBlock }]));
  }
  if (meaning.pods !== undefined) {
    const inside = workloadsInside(context, block);
    const peers = inside.flatMap((workload) => {
      const labels = selectorLabels(workload, context);
      return labels === undefined
        ? []
        : [{ namespaceSelector: namespaceNamed(workload.namespace), ...podPeer(labels) }];
    });
    if (peers.length > 0 && inside.length <= MOST_WORKLOADS) {
      return lazyFix(POL_009.fixPods(peers.length), () => replaced(peers));
    }
  }
  return { yaml: '', note: meaning.reopened === undefined ? POL_009.fixNote : POL_009.fixReopened };
}

/** Workloads with a pod whose address is in the block; one more than a fix names shows that there are too many. */
function workloadsInside(context: CheckContext, { family, ranges }: Block): readonly WorkloadFacts[] {
  const found: WorkloadFacts[] = [];
  for (const workload of context.workloads.values()) {
    if (workload.hostNetwork) continue;
    const isInside = workload.pods.some(({ status }) => {
      const address = parseAddress(status?.podIP ?? '');
      if (address === undefined || address.family !== family) return false;
      return intersectRanges(ranges, [{ first: address.value, last: address.value }]).length > 0;
    });
    if (isInside) found.push(workload);
    if (found.length > MOST_WORKLOADS) break;
  }
  return found;
}

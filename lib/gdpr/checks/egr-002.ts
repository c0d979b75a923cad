import { labelValue } from '#lib/kube/objects.ts';
import { FAMILIES, type Family, formatRange } from '#lib/policy/address.ts';
import { type AddressRanges, subtractRanges } from '#lib/policy/address-ranges.ts';
import type { SingleEnd } from '#lib/policy/model.ts';
import { intersectPorts, NO_PORTS, type PortSet, portsJson, subtractPorts, unitePorts } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { anyAddress, EGR_002 } from '#lib/text/en/checks/egr.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { byClusterPolicy } from '#lib/text/en/witness.ts';
import { baseSeverity } from '../base-severity.ts';
import { buildGap } from '../build-gap.ts';
import type { Check, CheckContext } from '../check.ts';
import { isInScope } from '../data-class.ts';
import {
  hasOpenEgress,
  insideOnlyYaml,
  openingRule,
  openingRuleWords,
  replacedRuleYaml,
  withoutAddresses,
} from '../egress-fixes.ts';
import { classEnd } from '../ends.ts';
import { externalNames, type NamedBy, namesForEveryNamespace } from '../external-names.ts';
import { lazyFix } from '../lazy-fix.ts';
import {
  addressesEnd,
  broadPorts,
  type OutsidePart,
  type OutsideReach,
  outsideReach,
  WHOLE,
} from '../outside-reach.ts';
import { declaredRanges, recipientOfName } from '../recipients.ts';
import type { Gap, WitnessHop } from '../types.ts';
import { opensWeb } from '../web-reach.ts';
import { type RuleRef, witnessHop } from '../witness.ts';
import type { WorkloadFacts } from '../workload-facts.ts';

/**
 * One way out that no declared recipient covers: addresses under one CIDR, or a name.
 *
 * What makes EGR-001's claim is left to it: where nearly every address of a family is open on the ports of the web, the
 * ports that are open so widely are taken off every part of that family. What a narrower rule opens beyond them stays.
 */
interface Undeclared {
  /** The CIDR as written, `internet`, or the name: what tells one finding of a workload from another. */
  readonly peer: string;
  readonly type: 'addresses' | 'name' | 'object';
  readonly certain: boolean;
  readonly end: SingleEnd;
  readonly ports: PortSet;
  readonly reasons: readonly DependsReason[];
  readonly because: readonly string[];
  /** Of addresses: the ones that nobody declares. */
  readonly family?: Family;
  readonly ranges?: AddressRanges;
  /** A recipient covers a part of them. */
  readonly partly?: boolean;
  readonly rule?: RuleRef;
  /** The object that stands for the name. */
  readonly namedBy?: NamedBy;
}

interface UndeclaredOfReach {
  readonly found: readonly Undeclared[];
  /** Undeclared addresses are open so widely that they are EGR-001's matter, or EGR-007's past a declared way out. */
  readonly leftToOthers: boolean;
}

/**
 * Personal data that may connect to somebody outside whom no recipient of the DataMap covers (gdpr.md §3, EGR-002).
 * Where there is Istio and no ServiceEntry in the input, that is said.
 */
export const egr002: Check = {
  id: 'EGR-002',
  looksAt: 'pods',
  run: (context) => {
    const gaps: Gap[] = [];
    let passed = 0;
    let notApplicable = 0;
    const known = new Map<OutsideReach, UndeclaredOfReach>();
    for (const workload of context.workloads.values()) {
      if (!isInScope(context.classOf(workload))) {
        notApplicable++;
        continue;
      }
      const found = new Map<string, { readonly id: number; readonly undeclared: Undeclared }>();
      let leftToOthers = false;
      for (const id of workload.classes) {
        const reach = outsideReach(context, id);
        let ofReach = known.get(reach);
        if (ofReach === undefined) {
          ofReach = undeclaredIn(context, reach);
          known.set(reach, ofReach);
        }
        leftToOthers ||= ofReach.leftToOthers;
        for (const undeclared of [...ofReach.found, ...namedByObjects(context, workload, reach)]) {
          const before = found.get(undeclared.peer);
          if (before === undefined || (undeclared.certain && !before.undeclared.certain))
            found.set(undeclared.peer, { id, undeclared });
        }
      }
      for (const { id, undeclared } of found.values()) gaps.push(gapOf(context, workload, id, undeclared));
      // Nothing here that another check does not tell: but neither is every recipient declared.
      if (found.size === 0 && leftToOthers) notApplicable++;
      else if (found.size === 0) passed++;
    }
    return { gaps, passed, notApplicable, notEvaluated: notEvaluatedOf(context) };
  },
};

function notEvaluatedOf(context: CheckContext): readonly string[] {
  const forAll = namesForEveryNamespace(context);
  if (forAll > 0) return [EGR_002.serviceEntriesForAll(forAll)];
  const readNone = context.model.objects.serviceEntries.size === 0;
  return readNone && hasIstio(context) ? [EGR_002.serviceEntries] : [];
}

/** Its control plane runs here, or a namespace asks for its proxies. */
function hasIstio({ workloads, model }: CheckContext): boolean {
  for (const { images } of workloads.values()) if (images.some((image) => image.includes('istio/pilot'))) return true;
  for (const { metadata } of model.objects.namespaces.values()) {
    const asks = labelValue(metadata.labels, 'istio-injection') === 'enabled';
    if (asks || labelValue(metadata.labels, 'istio.io/rev') !== undefined) return true;
  }
  return false;
}

function undeclaredIn(context: CheckContext, reach: OutsideReach): UndeclaredOfReach {
  const found = new Map<string, Undeclared>();
  let leftToOthers = false;
  for (const family of FAMILIES) {
    const ofEgr001 = { must: widePorts(reach, family, 'must'), may: widePorts(reach, family, 'may') };
    for (const part of reach.parts) {
      if (part.family !== family) continue;
      const must = subtractPorts(part.must, ofEgr001.must);
      const may = unitePorts(must, subtractPorts(part.may, ofEgr001.may));
      const wide = may !== part.may && undeclaredPart(context, part, part.must, part.may) !== undefined;
      leftToOthers ||= wide;
      const undeclared = may === NO_PORTS ? undefined : undeclaredPart(context, part, must, may);
      const before = undeclared === undefined ? undefined : found.get(undeclared.peer);
      if (undeclared !== undefined && (before === undefined || (undeclared.certain && !before.certain)))
        found.set(undeclared.peer, undeclared);
    }
  }
  for (const { name, rule, must, may, reasons } of reach.names) {
    if (recipientOfName(context.dataMap, name) !== undefined) continue;
    const certain = must !== NO_PORTS;
    found.set(name, {
      peer: name,
      type: 'name',
      certain,
      end: { type: 'internet' },
      ports: certain ? must : may,
      reasons: certain ? [] : reasons,
      because: [],
      rule,
    });
  }
  return { found: [...found.values()], leftToOthers };
}

function widePorts(reach: OutsideReach, family: Family, side: 'must' | 'may'): PortSet {
  const broad = broadPorts(reach, family, side);
  return opensWeb(broad) ? broad : NO_PORTS;
}

function undeclaredPart(context: CheckContext, part: OutsidePart, must: PortSet, may: PortSet): Undeclared | undefined {
  const { family, label } = part;
  const declared = declaredRanges(context.dataMap)[family];
  const possible = subtractRanges(part.possible, declared);
  if (possible.length === 0) return undefined;
  const outside = subtractRanges(part.certain, declared);
  const certain = must !== NO_PORTS && outside.length > 0;
  const ranges = certain ? outside : possible;
  return {
    peer: label,
    type: 'addresses',
    certain,
    end: addressesEnd(family, ranges),
    ports: certain ? must : may,
    reasons: certain ? [] : part.reasons,
    because: !certain && outside.length === 0 ? [EGR_002.mayBeOwn(label)] : [],
    family,
    ranges,
    partly: subtractRanges(part.possible, possible).length > 0,
  };
}

/**
 * A name whose addresses are not known is reached for certain by whoever may connect to every address, and possibly by
 * whoever may connect to some that nobody declares. The object is of the workload's own namespace or names it, as a sign
 * that it is meant for it.
 */
function namedByObjects(
  context: CheckContext,
  { namespace }: WorkloadFacts,
  reach: OutsideReach,
): readonly Undeclared[] {
  return externalNames(context, namespace).flatMap(({ namedBy, host, ports }): readonly Undeclared[] => {
    if (recipientOfName(context.dataMap, host) !== undefined) return [];
    const named = { peer: host, type: 'object', end: { type: 'internet' }, namedBy } as const;
    for (const family of FAMILIES) {
      const open = intersectPorts(broadPorts(reach, family, 'must', WHOLE), ports);
      if (open !== NO_PORTS) return [{ ...named, certain: true, ports: open, reasons: [], because: [] }];
    }
    for (const part of reach.parts) {
      const open = intersectPorts(part.may, ports);
      const declared = declaredRanges(context.dataMap)[part.family];
      if (open === NO_PORTS || subtractRanges(part.possible, declared).length === 0) continue;
      const because = [EGR_002.addressUnknown(host)];
      return [{ ...named, certain: false, ports: open, reasons: part.reasons, because }];
    }
    return [];
  });
}

function gapOf(context: CheckContext, workload: WorkloadFacts, id: number, undeclared: Undeclared): Gap {
  const classification = context.classOf(workload);
  const upTo = !undeclared.certain;
  const from = { end: classEnd(id), workload };
  const ports = portsJson(undeclared.ports);
  const hop = witnessHop(context, from, { end: undeclared.end }, ports, upTo ? 'depends' : 'allow', undeclared.rule);
  return buildGap(context, {
    check: 'EGR-002',
    result: upTo ? 'UNKNOWN' : 'FAIL',
    severity: baseSeverity('EGR-002', 'medium', classification, upTo),
    title: EGR_002.title(workload.name, placeOf(undeclared), upTo),
    summary: () => summaryOf(context, workload, hop, undeclared) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers: [],
    classification,
    fix: () => fixOf(context, workload, id, hop, undeclared),
    unknownBecause: [...dependsBecause(undeclared.reasons), ...undeclared.because],
    identity: { peer: undeclared.peer, direction: 'egress' },
  });
}

function placeOf({ type, peer }: Undeclared): string {
  return type === 'addresses' && peer === 'internet' ? anyAddress : peer;
}

function summaryOf(context: CheckContext, { name }: WorkloadFacts, hop: WitnessHop, undeclared: Undeclared): string {
  const { peer, namedBy, certain, family, ranges = [], partly } = undeclared;
  const to = placeOf(undeclared);
  if (namedBy !== undefined)
    return certain ? EGR_002.summaryNamed(namedBy, peer, name) : EGR_002.summaryNamedUnknown(namedBy, peer, name);
  if (!certain) return EGR_002.summaryUnknown(name, to);
  const words = openingRuleWords(context, hop);
  return EGR_002.summary({
    by: words === undefined ? undefined : EGR_002.ruleOfPolicy(words.rule, words.policy),
    name,
    to,
    ports: hop.ports,
    recipients: context.dataMap.recipients.length,
    left: partly && family !== undefined ? ranges.map((range) => formatRange(family, range)) : [],
  });
}

function fixOf(
  context: CheckContext,
  workload: WorkloadFacts,
  id: number,
  hop: WitnessHop,
  { type, namedBy, family, ranges }: Undeclared,
): Gap['fix'] {
  if (namedBy !== undefined) return { yaml: '', note: EGR_002.fixNamed(namedBy) };
  if (type === 'name') return { yaml: '', note: EGR_002.fixName };
  if (hasOpenEgress(context, id)) return lazyFix(EGR_002.fixOpen, () => insideOnlyYaml(context, workload));
  const rule = openingRule(hop);
  if (rule?.policy !== undefined && rule.policy.kind !== 'NetworkPolicy')
    return { yaml: '', note: `${EGR_002.fix} ${byClusterPolicy(rule.policy)}` };
  return lazyFix(EGR_002.fix, () =>
    family === undefined || ranges === undefined
      ? ''
      : replacedRuleYaml(context, rule, (each) => withoutAddresses(each, family, ranges)),
  );
}

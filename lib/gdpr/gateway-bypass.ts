import { NO_PORTS, type PortSet, portsJson } from '#lib/policy/port-set.ts';
import type { DependsReason } from '#lib/policy/types.ts';
import { anyAddress, EGR_007 } from '#lib/text/en/checks/egr.ts';
import { classNote } from '#lib/text/en/data-classes.ts';
import { dependsBecause } from '#lib/text/en/depends-because.ts';
import { buildGap } from './build-gap.ts';
import type { CheckContext } from './check.ts';
import { closeOutside } from './close-outside.ts';
import { classEnd } from './ends.ts';
import { addressesEnd, type OutsidePart, outsideReach } from './outside-reach.ts';
import { deriveSeverity } from './severity.ts';
import type { Gap } from './types.ts';
import { witnessHop } from './witness.ts';
import type { WorkloadFacts } from './workload-facts.ts';

/**
 * "Medium (special: high)" is the row of exposure 2 in §2.2, as with ISO-002: the base is the check's own, so that the
 * second hop takes nothing off.
 */
export const WAY_OUT_EXPOSURE = 2;

/** A connection of a workload to the outside, past the declared egress gateways (EGR-007, b). */
export function pastGateway(
  context: CheckContext,
  workload: WorkloadFacts,
  gateways: readonly WorkloadFacts[],
): Gap | undefined {
  const found = directEdge(context, workload);
  if (found === undefined) return undefined;
  const { certain, id, part, name, ports, reasons } = found;
  const classification = context.classOf(workload);
  const severity = deriveSeverity({
    ...classification,
    exposure: WAY_OUT_EXPOSURE,
    exposedBy: EGR_007.exposedByBypass,
    upTo: !certain,
  });
  if (severity === undefined) return undefined;
  const end = part === undefined ? ({ type: 'internet' } as const) : addressesEnd(part.family, rangesOf(part, certain));
  const from = { end: classEnd(id), workload };
  const hop = witnessHop(context, from, { end }, portsJson(ports), certain ? 'allow' : 'depends');
  const keys = gateways.map(({ key }) => key);
  return buildGap(context, {
    check: 'EGR-007',
    result: certain ? 'FAIL' : 'UNKNOWN',
    severity,
    title: EGR_007.titleBypass(workload.name, !certain),
    summary:
      (certain
        ? EGR_007.summaryBypass(workload.name, name, portsJson(ports), keys)
        : EGR_007.summaryBypassUnknown(workload.name, keys)) + classNote(classification),
    subject: workload,
    witness: [hop],
    peers: [],
    classification,
    fix: () => closeOutside(context, workload, id, hop, EGR_007.fixBypass, part),
    unknownBecause: dependsBecause(reasons),
    identity: { peer: 'egress-gateway', direction: 'egress' },
  });
}

interface DirectEdge {
  readonly certain: boolean;
  readonly id: number;
  readonly part?: OutsidePart;
  readonly name: string;
  readonly ports: PortSet;
  readonly reasons: readonly DependsReason[];
}

function rangesOf(part: OutsidePart, certain: boolean) {
  return certain ? part.certain : part.possible;
}

/** A connection to the outside that does not lead through anybody. */
function directEdge(context: CheckContext, { classes }: WorkloadFacts): DirectEdge | undefined {
  let possible: DirectEdge | undefined;
  for (const id of classes) {
    const { parts, names } = outsideReach(context, id);
    for (const part of parts) {
      const name = part.label === 'internet' ? anyAddress : part.label;
      if (part.must !== NO_PORTS && part.certain.length > 0)
        return { certain: true, id, part, name, ports: part.must, reasons: [] };
      if (part.possible.length > 0)
        possible ??= { certain: false, id, part, name, ports: part.may, reasons: part.reasons };
    }
    for (const { name, must, may, reasons } of names) {
      if (must !== NO_PORTS) return { certain: true, id, name, ports: must, reasons: [] };
      possible ??= { certain: false, id, name, ports: may, reasons };
    }
  }
  return possible;
}

import { parseAddress } from './address.ts';
import { type AddressRanges, intersectRanges, normaliseRanges } from './address-ranges.ts';
import { clientRanges, PRIVATE_SPACE, PUBLIC_SPACE, type Reach } from './address-reach.ts';
import type { Entry } from './entry.ts';
import type { ExternalRow, PolicyModel, Relation, SingleEnd } from './model.ts';
import { nodeGroups } from './node-groups.ts';
import { allPortsOf, hasPort, intersectPorts, NO_PORTS } from './port-set.ts';
import { DEPENDS_REASONS, type DependsReason, type Verdict } from './types.ts';

/** Whether the policies let somebody in through an entry. */
export interface EntryVerdict {
  /** `allow`: some client of that way for certain; `deny`: none; else `depends`. */
  readonly verdict: Verdict;
  readonly reasons: readonly DependsReason[];
  /**
   * Who gets in, or may: `internet`, CIDRs as the policies write them; of a proxy its workloads. Empty where nobody
   * does, or where nobody knows who the proxy is.
   */
  readonly clients: readonly string[];
}

/** What one possible source of the connection gets: both false is a denial. */
interface Admitted {
  readonly must: boolean;
  readonly may: boolean;
  readonly reasons: readonly DependsReason[];
}

/** Asks the engine for an entry: from the clients that it is open to, as the pod sees them, to the pod's port. */
export function letsIn(model: PolicyModel, entry: Entry): EntryVerdict {
  const classes = entry.classes.map((id) => ofClass(model, entry, id));
  const must = classes.some((each) => each.must);
  const may = must || classes.some((each) => each.may);
  const reasons = must ? [] : union(classes.filter((each) => each.may).flatMap((each) => each.reasons));
  const clients = may ? [...new Set(classes.flatMap((each) => each.clients))].sort() : [];
  return { verdict: must ? 'allow' : may ? 'depends' : 'deny', reasons, clients };
}

type ClassAdmitted = Admitted & { readonly clients: readonly string[] };

function ofClass(model: PolicyModel, entry: Entry, classId: number): ClassAdmitted {
  const to = { type: 'class', class: classId } as const;
  if (entry.source === 'controller') return fromController(model, entry, to);
  const clients = fromClients(model, entry, to);
  return entry.source === 'client' ? clients : rewritten(model, entry, to, clients);
}

/** Row 84: the proxy's pods are the source. Where nobody knows them, only an open gate is certain. */
function fromController(model: PolicyModel, entry: Entry, to: SingleEnd): ClassAdmitted {
  const { controller } = entry;
  if (controller?.state === 'known') {
    const admitted = controller.workloads.flatMap((workload) =>
      [...model.classesOfWorkload(workload).keys()].map((id) => {
        const from: SingleEnd = { type: 'class', class: id };
        return { workload, ...admittedBy(model.relation(from, to), entry) };
      }),
    );
    const clients = admitted.filter(({ may }) => may).map(({ workload }) => workload);
    return { ...anyOf(admitted), clients };
  }
  const open = model.gate(to, 'ingress').isolated === 'no';
  if (open) return { must: true, may: true, reasons: [], clients: [] };
  // A load balancer outside speaks under an address of its own: no block of clients is certain to mean it.
  return { must: false, may: true, reasons: controller?.state === 'outside' ? ['source-rewriting'] : [], clients: [] };
}

function fromClients(model: PolicyModel, entry: Entry, to: SingleEnd): ClassAdmitted {
  const ranges = clientRanges(entry.sourceRanges);
  const rows = model.externalRows(to, 'ingress').filter((row) => {
    if (ranges === undefined || ranges === 'unread') return isClientRow(row, entry.reach);
    const ofFamily = ranges.filter(({ family }) => family === row.family);
    return intersectRanges(rangesOf(row), normaliseRanges(ofFamily)).length > 0;
  });
  const admitted = rows.map((row) => ({ label: row.label, ...admittedBy(row.relation, entry) }));
  const clients = admitted.filter(({ may }) => may).map(({ label }) => label);
  const { must, may, reasons } = anyOf(admitted);
  if (ranges !== 'unread' || !may) return { must, may, reasons, clients };
  return { must: false, may, reasons: union([...reasons, 'source-ranges-not-read']), clients };
}

/** Parts of the address space in which the clients of such an entry are. */
function isClientRow(row: ExternalRow, reach: Reach): boolean {
  if (reach === 'unknown') return true;
  const space = reach === 'internet' ? PUBLIC_SPACE : PRIVATE_SPACE;
  return intersectRanges(space[row.family], rangesOf(row)).length > 0;
}

/**
 * Row 80: the pod sees the client, or any node instead of it, its own among them (which reaches it whatever the
 * policies say, row 58). Certain is only what holds for all of these.
 */
function rewritten(model: PolicyModel, entry: Entry, to: PodsOfClass, clients: ClassAdmitted): ClassAdmitted {
  if (clients.must && everyNodeGetsIn(model, entry, to)) return clients;
  return { ...clients, must: false, may: true, reasons: union([...clients.reasons, 'source-rewriting']) };
}

/**
 * Asked of one node for all that no rule tells apart. A node has at least as much with the pods on it as with others,
 * so that one is asked which none of them is on, where there is one.
 */
function everyNodeGetsIn(model: PolicyModel, entry: Entry, to: PodsOfClass): boolean {
  if (model.objects.nodes.size === 0) return model.gate(to, 'ingress').isolated === 'no';
  const { pods = [] } = model.classes[to.class] ?? {};
  const own = new Set(pods.map((pod) => model.objects.pods.get(pod)?.spec.nodeName));
  return nodeGroups(model).every((names) => {
    const name = names.find((each) => !own.has(each)) ?? names[0];
    return name === undefined || admittedBy(model.relation({ type: 'node', name }, to), entry).must;
  });
}

type PodsOfClass = Extract<SingleEnd, { readonly type: 'class' }>;

function anyOf(parts: readonly Admitted[]): Admitted {
  const must = parts.some((part) => part.must);
  const may = parts.some((part) => part.may);
  return { must, may, reasons: must ? [] : union(parts.filter((part) => part.may).flatMap((part) => part.reasons)) };
}

/** Of an entry without a port: any port will do. */
function admittedBy({ must, may, uncertain }: Relation, { protocol, port }: Entry): Admitted {
  if (port === undefined) {
    const asked = allPortsOf(protocol);
    const [certain, possible] = [intersectPorts(must, asked) !== NO_PORTS, intersectPorts(may, asked) !== NO_PORTS];
    return { must: certain, may: possible, reasons: certain ? [] : uncertain.map(({ reason }) => reason) };
  }
  if (hasPort(must, protocol, port)) return { must: true, may: true, reasons: [] };
  const reasons = uncertain.filter(({ ports }) => hasPort(ports, protocol, port)).map(({ reason }) => reason);
  return { must: false, may: hasPort(may, protocol, port), reasons };
}

/** Each once, in the order of the table. */
function union(reasons: readonly DependsReason[]): readonly DependsReason[] {
  const present = new Set(reasons);
  return DEPENDS_REASONS.filter((reason) => present.has(reason));
}

function rangesOf({ ranges }: ExternalRow): AddressRanges {
  return normaliseRanges(
    ranges.flatMap(([first, last]) => {
      const [low, high] = [parseAddress(first), parseAddress(last)];
      return low === undefined || high === undefined ? [] : [{ first: low.value, last: high.value }];
    }),
  );
}

import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import type { FlowObs } from './flow-obs.ts';
import { hasPorts, millisAt, protocolOf, type RawRecord, textAt, timeOf, wholeAt } from './loose-fields.ts';

/**
 * The three forms in which the network policy agent of the AWS VPC CNI writes what it decided (traffic.md §1.4). All of
 * them know addresses only, and an address may be that of a Service. None names a policy.
 */
interface AwsFlow {
  readonly time: number | undefined;
  readonly node?: string | undefined;
  readonly fromIp: string;
  readonly fromPort: number;
  readonly toIp: string;
  readonly toPort: number;
  readonly protocol: number;
  readonly verdict: string;
  readonly direction?: string | undefined;
}

/** Longer than any of its lines: of longer ones only the beginning is looked at, each field with a bound of its own. */
const LONGEST_TEXT = 2_048;

/** From version 1.2.2 on, in words; IPv6 has a colon after `Proto`, IPv4 has none. */
const IN_WORDS =
  /Src IP: ?(?<fromIp>\S{1,64}) Src Port: ?(?<fromPort>\d{1,5}) Dest IP: ?(?<toIp>\S{1,64}) Dest Port: ?(?<toPort>\d{1,5}) Proto:? ?(?<protocol>\S{1,16}) Verdict:? ?(?<verdict>[A-Z/]{1,32})(?: Direction:? ?(?<direction>[a-z]+))?/i;

/** As CloudWatch has it. */
const IN_CLOUD_WATCH =
  /Node: ?(?<node>[^;]{1,253});SIP: ?(?<fromIp>[^;]{1,64});SPORT: ?(?<fromPort>\d{1,5});DIP: ?(?<toIp>[^;]{1,64});DPORT: ?(?<toPort>\d{1,5});PROTOCOL: ?(?<protocol>[^;]{1,16});PolicyVerdict: ?(?<verdict>[^;]{1,32})/;

/** What `aws logs tail` writes before each line. */
const LEADING_TIME = /^(\d{4}-\d\d-\d\dT[\d:.]+(?:Z|[+-]\d\d:?\d\d))\s/;

/** Whether a record is a line of the agent, of a flow or of anything else. */
export function isAwsRecord(raw: RawRecord): boolean {
  if (raw['Src IP'] !== undefined && raw.Verdict !== undefined) return true;
  if (typeof raw.message === 'string' && isAwsText(raw.message)) return true;
  return typeof raw.msg === 'string' && typeof raw.ts === 'string' && raw.level !== undefined;
}

export function isAwsText(line: string): boolean {
  return IN_CLOUD_WATCH.test(line.slice(0, LONGEST_TEXT));
}

/** None where the line is of something else than a flow, or of one that ended. */
export function readAwsRecord(raw: RawRecord, source: string): readonly FlowObs[] | { readonly problem: string } {
  if (raw['Src IP'] !== undefined) return observed(ofKeys(raw), source);
  const message = textAt(raw, 'message');
  if (message !== undefined && isAwsText(message)) {
    return observed(matched(IN_CLOUD_WATCH, message, timeOf(raw.timestamp) ?? millisAt(raw, 'timestamp')), source);
  }
  const msg = textAt(raw, 'msg') ?? '';
  if (!msg.includes('Flow Info')) return [];
  return observed(matched(IN_WORDS, msg, timeOf(raw.ts)), source);
}

export function readAwsText(line: string, source: string): readonly FlowObs[] | { readonly problem: string } {
  return observed(matched(IN_CLOUD_WATCH, line, timeOf(LEADING_TIME.exec(line)?.[1])), source);
}

function ofKeys(raw: RawRecord): AwsFlow | undefined {
  const fromIp = textAt(raw, 'Src IP');
  const toIp = textAt(raw, 'Dest IP');
  if (fromIp === undefined || toIp === undefined) return undefined;
  return {
    time: timeOf(raw.ts),
    fromIp,
    fromPort: wholeAt(raw, 'Src Port') ?? 0,
    toIp,
    toPort: wholeAt(raw, 'Dest Port') ?? 0,
    protocol: protocolOf(raw.Proto),
    verdict: textAt(raw, 'Verdict') ?? '',
  };
}

function matched(form: RegExp, text: string, time: number | undefined): AwsFlow | undefined {
  const found = form.exec(text.slice(0, LONGEST_TEXT))?.groups;
  if (found === undefined) return undefined;
  const { node, fromIp = '', fromPort, toIp = '', toPort, protocol, verdict = '', direction } = found;
  return {
    time,
    node: node?.trim(),
    fromIp: fromIp.trim(),
    fromPort: Number(fromPort),
    toIp: toIp.trim(),
    toPort: Number(toPort),
    protocol: protocolOf(protocol?.trim()),
    verdict: verdict.trim(),
    direction: direction?.toLowerCase(),
  };
}

/** Denials are written of traffic that is not blocked, too (aws-network-policy-agent#582): they are only reported. */
function observed(flow: AwsFlow | undefined, source: string): readonly FlowObs[] | { readonly problem: string } {
  if (flow === undefined) return { problem: problemsOfFlows.noEnds };
  const { time, node, direction } = flow;
  const verdict = flow.verdict.toUpperCase();
  if (verdict.includes('EXPIRED') || verdict.includes('DELETED')) return [];
  if (verdict !== 'ACCEPT' && verdict !== 'DENY') return { problem: problemsOfFlows.noVerdict };
  if (time === undefined) return { problem: problemsOfFlows.noTime };
  const ports = hasPorts(flow.protocol);
  return [
    {
      source,
      ...(node ? { node } : {}),
      t0: time,
      t1: time,
      // Without a direction it may be either end: it counts as one of them, never as both.
      seenAt: direction === 'ingress' ? 2 : 1,
      from: { ip: flow.fromIp },
      to: { ip: flow.toIp },
      protocol: flow.protocol,
      ...(ports && inRange(flow.fromPort) ? { fromPort: flow.fromPort } : {}),
      toPort: ports && inRange(flow.toPort) ? flow.toPort : null,
      verdict: verdict === 'DENY' ? 'denied' : 'allowed',
      decidedAt: direction === 'ingress' || direction === 'egress' ? direction : null,
      trust: verdict === 'DENY' ? 'reported' : 'datapath',
      policies: [],
      connections: 1,
      bytesOut: null,
      bytesIn: null,
      packetsOut: null,
      packetsIn: null,
      sampling: 1,
    },
  ];
}

function inRange(port: number): boolean {
  return port > 0 && port <= 65_535;
}

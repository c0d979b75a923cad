/** How observed flows are named. */
import type { FlowsAfter, ObservedFlow } from '#lib/gdpr/types.ts';
import { count, countOf } from './count.ts';
import { utcTime } from './utc-time.ts';

const PROTOCOL_WORDS: ReadonlyMap<number, string> = new Map([
  [1, 'ICMP'],
  [6, 'TCP'],
  [17, 'UDP'],
  [58, 'ICMPv6'],
  [132, 'SCTP'],
]);

/** "TCP", or the number that IANA gave it. */
export function protocolWord(protocol: number): string {
  return PROTOCOL_WORDS.get(protocol) ?? String(protocol);
}

/** An end as people read it: "api.stripe.com", "198.51.100.7", "node w1", "Service shop/web". */
export function observedEndWords(end: string): string {
  if (end === 'unknown') return 'an unknown end';
  if (end === 'host') return 'a node';
  const colon = end.indexOf(':');
  const rest = end.slice(colon + 1);
  switch (colon < 0 ? '' : end.slice(0, colon)) {
    case 'name':
      return rest;
    case 'ip':
      return rest.replace(/\/(?:32|128)$/, '');
    case 'host':
      return `node ${rest}`;
    case 'service':
      return `Service ${rest}`;
    default:
      return end;
  }
}

/** As the page calls it: "web" for `shop/Deployment/web`. */
export function observedEndName(end: string): string {
  return end.includes(':') ? observedEndWords(end) : observedEndWords(end.slice(end.lastIndexOf('/') + 1));
}

/** "shop/Deployment/web → shop/Deployment/cart on TCP 7070, 12 connections, last at 10:00 UTC on 26 Nov 2026" */
export function observedFlowWords({ from, to, port, protocol, connections, last }: ObservedFlow): string {
  const on = port === null ? protocol : `${protocol} ${port}`;
  const times = connections === null ? 'not counted' : countOf(connections, 'connection');
  return `${observedEndWords(from)} → ${observedEndWords(to)} on ${on} (${times}, last at ${utcTime(last)})`;
}

/** Beside a name outside: who was seen to connect to it. */
export function observedFrom(end: string): string {
  return `observed from ${observedEndWords(end)}`;
}

/**
 * "Breaks 0 of 57 observed flows. Observed from … to …; what no source saw is not counted." Where not all that was seen
 * could be compared, it does not say 0 of all.
 */
export function flowsSentence(flows: FlowsAfter): string {
  const { window } = flows;
  return `${fateWords(flows)} Observed from ${utcTime(window.from)} to ${utcTime(window.to)}; what no source saw is not counted.`;
}

function fateWords({ observed, breaks, mayBreak, notJudged = 0, leftOut = 0 }: FlowsAfter): string {
  const compared = countOf(observed, 'observed flow');
  const perhaps = mayBreak === 0 ? '' : `, and whether ${count(mayBreak)} more stay allowed depends`;
  const more = [
    ...(notJudged === 0 ? [] : [`Of ${count(notJudged)} more an end is not known.`]),
    ...(leftOut === 0 ? [] : [`${count(leftOut)} more were seen and not compared: there was no room for them.`]),
  ];
  if (more.length === 0 && observed === 0) return 'No flow was observed that it could break.';
  const isPart = leftOut > 0 && breaks === 0;
  const first = isPart
    ? `What it breaks is not known as a whole: none for certain of the ${compared} that were compared${perhaps}.`
    : `Breaks ${count(breaks)} of ${compared}${perhaps}.`;
  return [first, ...more].join(' ');
}

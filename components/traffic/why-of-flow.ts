import { type Question, whyHref } from '#components/why/ask-address.ts';

const PROTOCOLS: ReadonlyMap<number, string> = new Map([
  [6, 'TCP'],
  [17, 'UDP'],
  [132, 'SCTP'],
]);

const isOutside = (end: string) => end.startsWith('ip:');

/** An end of a flow as the engine takes it; undefined where it knows no such end (a node, a Service, a name). */
function askable(end: string): string | undefined {
  if (isOutside(end)) return end.slice('ip:'.length);
  return end.split('/').length === 3 && !end.includes(':') ? end : undefined;
}

/** The question why a flow may pass or not; undefined where it cannot be asked of one of its ends. */
export function questionOf(flow: {
  readonly from: string;
  readonly to: string;
  readonly port: number | null;
  readonly protocol: number;
}): Question | undefined {
  const [from, to] = [askable(flow.from), askable(flow.to)];
  if (from === undefined || to === undefined || (isOutside(flow.from) && isOutside(flow.to))) return undefined;
  const protocol = PROTOCOLS.get(flow.protocol);
  return { from, to, port: flow.port === null || protocol === undefined ? '' : `${protocol}/${flow.port}` };
}

/** The why page of a flow. */
export function whyOfFlow(cluster: string, flow: Parameters<typeof questionOf>[0]): string | undefined {
  const question = questionOf(flow);
  return question === undefined ? undefined : whyHref(cluster, question);
}

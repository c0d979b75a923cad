import { TrafficLine } from '#components/ui/traffic-line.tsx';
import { peerTrafficSentence, peerTrafficWords } from '#lib/text/en/pod-traffic.ts';
import type { PeerTraffic } from './peer-traffic.ts';

/** The state of what was observed with a peer, and how much it was; undefined: nobody compared it. */
export function PeerMark({
  traffic,
  windowMs,
}: {
  readonly traffic: PeerTraffic | undefined;
  readonly windowMs: number;
}) {
  const sentence = peerTrafficSentence(traffic, windowMs);
  return (
    <span className="mr-1 flex items-center gap-1.5 text-xs whitespace-nowrap text-ink-2 tabular-nums" title={sentence}>
      {traffic === undefined ? null : <TrafficLine state={traffic.state} />}
      <span aria-hidden="true" className={traffic?.state === 'seen-denied' ? 'font-medium text-critical-ink' : ''}>
        {peerTrafficWords(traffic)}
      </span>
      <span className="sr-only">{sentence}</span>
    </span>
  );
}

/** What a row of a pod's peers says of observed traffic. */
import type { TrafficState } from '#lib/flows/observed.ts';
import { count, countOf } from './count.ts';
import { spanWords, TRAFFIC_PAGE, trafficStateWord } from './traffic-page.ts';

interface Observed {
  readonly state: TrafficState;
  readonly connections: number | null;
  readonly denied?: number | null;
  readonly covered?: number;
}

/** "1 320", "38 · 2 dropped", "unused", "not enough seen" */
export function peerTrafficWords(traffic: Observed | undefined): string {
  if (traffic === undefined) return TRAFFIC_PAGE.nothing;
  const { state, connections, denied } = traffic;
  if (state === 'unused' || state === 'not-enough-seen') return trafficStateWord(state);
  const dropped = denied === undefined ? undefined : `${denied === null ? '' : `${count(denied)} `}dropped`;
  const number = connections === null ? TRAFFIC_PAGE.notMeasured : count(connections);
  // what policies do not allow says so in words, not in colour alone
  const isWrong = state === 'seen-denied' || state === 'would-deny';
  const passed = state === 'denied' ? undefined : isWrong ? `${number} ${trafficStateWord(state)}` : number;
  return [passed, dropped].filter((part) => part !== undefined).join(' · ');
}

/** "Used: 1 320 connections in 24 h." What rests on the coverage names it. */
export function peerTrafficSentence(traffic: Observed | undefined, windowMs: number): string {
  if (traffic === undefined) return 'Not compared: open to all, or of pods that traffic does not name.';
  const { state, connections, denied, covered } = traffic;
  const word = trafficStateWord(state);
  const of = `in ${spanWords(windowMs)}`;
  const seen =
    state === 'unused' || state === 'not-enough-seen'
      ? covered === undefined
        ? ''
        : ` ${spanWords(covered * windowMs)} of ${spanWords(windowMs)} were observed.`
      : state === 'denied'
        ? ''
        : connections === null
          ? ' Connections were not counted.'
          : ` ${countOf(connections, 'connection')} ${of}.`;
  const dropped =
    denied === undefined ? '' : denied === null ? ' Attempts were dropped.' : ` ${countOf(denied, 'attempt')} dropped.`;
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}.${seen}${dropped}`;
}

/** The head of those whom no policy allows, above the peers whom one does. */
export const observedNotAllowed = 'Observed, not allowed';

/** What stands beside each peer, for the head of the column. */
export const peerTrafficLegend = (windowMs: number): string =>
  `Beside each peer: connections observed in ${spanWords(windowMs)}. ${TRAFFIC_PAGE.nothing} not compared.`;

/** What a row of a pod's peers says of observed traffic. */
import type { TrafficState } from '#lib/flows/observed.ts';
import { count, countOf } from './count.ts';
import { spanWords, TRAFFIC_PAGE, trafficStateWord } from './traffic-page.ts';

interface Observed {
  readonly state: TrafficState;
  readonly connections: number | null;
  readonly nonePassed?: true;
  readonly denied?: number | null;
  readonly deniedThoughAllowed?: number | null;
  readonly allOfThem?: boolean;
  readonly reported?: number | null;
  readonly covered?: number;
}

/** "1 320", "38 · 2 dropped", "7 dropped, allowed", "9 dropped, 7 of them allowed", "unused", "not enough seen" */
export function peerTrafficWords(traffic: Observed | undefined): string {
  if (traffic === undefined) return TRAFFIC_PAGE.nothing;
  const { state, connections } = traffic;
  if (state === 'unused' || state === 'not-enough-seen') return trafficStateWord(state);
  const dropped = droppedWords(traffic);
  const number = connections === null ? TRAFFIC_PAGE.notMeasured : count(connections);
  // what policies do not allow says so in words, not in colour alone
  const isWrong = state === 'seen-denied' || state === 'would-deny';
  const passed = traffic.nonePassed ? undefined : isWrong ? `${number} ${trafficStateWord(state)}` : number;
  return [passed, dropped, reportedWords(traffic)].filter((part) => part !== undefined).join(' · ');
}

function droppedWords({ denied, deniedThoughAllowed: allowed, allOfThem }: Observed): string | undefined {
  if (denied === undefined) return undefined;
  const dropped = `${denied === null ? '' : `${count(denied)} `}dropped`;
  if (allowed === undefined) return dropped;
  if (allOfThem === true) return `${dropped}, allowed`;
  return `${dropped}, ${allowed === null || allowed === denied ? 'some' : `${count(allowed)} of them`} allowed`;
}

function reportedWords({ reported }: Observed): string | undefined {
  if (reported === undefined) return undefined;
  return `${reported === null ? '' : `${count(reported)} `}reported refused, allowed`;
}

/** "Used: 1 320 connections in 24 h." What rests on the coverage names it. */
export function peerTrafficSentence(traffic: Observed | undefined, windowMs: number): string {
  if (traffic === undefined) return 'Not compared: open to all, or of pods that traffic does not name.';
  const { state, connections, nonePassed, denied, reported, covered } = traffic;
  const word = trafficStateWord(state);
  const of = `in ${spanWords(windowMs)}`;
  const seen =
    state === 'unused' || state === 'not-enough-seen'
      ? covered === undefined
        ? ''
        : ` ${spanWords(covered * windowMs)} of ${spanWords(windowMs)} were observed.`
      : nonePassed
        ? ''
        : connections === null
          ? ' Connections were not counted.'
          : ` ${countOf(connections, 'connection')} ${of}.`;
  const dropped =
    denied === undefined ? '' : denied === null ? ' Attempts were dropped.' : ` ${countOf(denied, 'attempt')} dropped.`;
  const reports =
    reported === undefined
      ? ''
      : ` A source reports ${reported === null ? 'attempts' : countOf(reported, 'attempt')} as refused, and policies allow them.`;
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}.${seen}${dropped}${allowedSentence(traffic)}${reports}`;
}

function allowedSentence({ denied, deniedThoughAllowed: allowed, allOfThem }: Observed): string {
  if (allowed === undefined) return '';
  if (allOfThem === true) return ` Policies allow ${denied === 1 ? 'it' : 'them'}.`;
  // what was not measured is in neither number
  return ` Policies allow ${allowed === null || allowed === denied ? 'some of what was dropped' : `${count(allowed)} of them`}.`;
}

/** The head of those whom no policy allows, above the peers whom one does. */
export const observedNotAllowed = 'Observed, not allowed';

/** What stands beside each peer, for the head of the column. */
export const peerTrafficLegend = (windowMs: number): string =>
  `Beside each peer: connections observed in ${spanWords(windowMs)}. ${TRAFFIC_PAGE.nothing} not compared.`;

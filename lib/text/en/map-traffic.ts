/** Words of the traffic layer on the map. */
import type { TrafficState } from '#lib/flows/observed.ts';
import { count, countOf } from './count.ts';
import { spanWords, trafficStateWord } from './traffic-page.ts';

export const MAP_TRAFFIC = {
  legend: 'Traffic',
  legendOf: 'Legend of the traffic',
  perHour: 'Connections an hour',
  state: 'State',
  gapUsed: 'gap, used',
  panel: 'Traffic',
  loading: 'Reading what was observed',
  failed: 'Observed traffic could not be read.',
  seenDenied: 'Seen, denied',
  denied: 'Denied, dropped',
  wouldDeny: 'Would be denied',
  gapsInUse: 'Gaps in use',
  coverage: 'Coverage',
  judged: 'Flows are judged by the rules of their own time.',
  nothing: 'Nothing in this window asks for attention.',
  allFlows: 'All flows',
  window: 'Window',
  close: 'Close',
  timeLine: 'Time line',
  back: 'One change back',
  on: 'One change on',
  play: 'Play from change to change',
  pause: 'Pause',
  toLive: 'Back to live',
  noChange: 'No policy changed in this time.',
  keys: { play: 'play', step: 'one change back, on' },
  pair: 'Observed',
  pairNone: 'Nothing was seen here in this window.',
  onPage: 'All flows between the two',
  notCompared: 'not compared',
} as const;

/** "You look at 06:52, not at now" */
export const notNow = (at: number) => `You look at ${timeWords(at)}, not at now`;

/** "06:52" today, else "23 Nov, 06:52". */
export function timeWords(at: number): string {
  const date = new Date(at);
  const time = date.toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit' });
  if (date.toDateString() === new Date().toDateString()) return time;
  return `${date.toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })}, ${time}`;
}

/** "Traffic in the last hour", "Traffic at 06:52, one hour before it" */
export const panelTitle = (at: number | undefined) => (at === undefined ? 'Traffic' : `Traffic at ${timeWords(at)}`);
export const panelWindow = (ms: number, at: number | undefined) =>
  at === undefined ? `in the last ${spanWords(ms)}` : `${spanWords(ms)} before it`;

export function panelSentence(counts: Readonly<Record<TrafficState, number>>, refusedThoughAllowed: number): string {
  const [passed, refused] = [counts['seen-denied'], counts.denied];
  return [
    `${countOf(counts.used, 'flow was', 'flows were')} seen and allowed.`,
    passed === 0
      ? ''
      : `${countOf(passed, 'passed', 'passed')} although no rule admits ${passed === 1 ? 'it' : 'them'}.`,
    refused === 0 ? '' : `${countOf(refused, 'was', 'were')} attempted and did not pass.`,
    refusedThoughAllowed === 0 ? '' : `Policies allow ${refusedThoughAllowed} of what was refused, or is reported so.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ');
}

/** "5 020/h", "3/h", "under 1/h" */
export function rateWords(connections: number, hours: number): string {
  const rate = connections / hours;
  if (rate > 0 && rate < 1) return '<1/h';
  return `${count(Math.round(rate))}/h`;
}

/** "7, allowed": how often it was refused, though policies allow it. */
export const refusedThoughAllowed = (connections: number): string => `${count(connections)}, allowed`;

/** "1 240/h · 2 dropped": what passed, and beside it what did not. */
export const passedAndDropped = (perHour: number, dropped: number | undefined) =>
  `${rateWords(perHour, 1)} · ${dropped === undefined ? '' : `${count(dropped)} `}dropped`;

/** "used 41/h", "seen, denied 38", "unused": the label of a line with the word of its state. */
export function observedWords(state: TrafficState | undefined, label: string): string {
  if (state === undefined) return MAP_TRAFFIC.notCompared;
  const word = trafficStateWord(state);
  if (label === '' || label === '?') return word; // a line says it by its looks
  return label.includes(word) ? label : `${word} ${label}`;
}

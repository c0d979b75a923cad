'use client';

import { TrafficLine } from '#components/ui/traffic-line.tsx';
import type { TrafficState } from '#lib/flows/observed.ts';
import { count } from '#lib/text/en/count.ts';
import {
  changesInFull,
  changesInShort,
  highestIn,
  laneSentence,
  TRAFFIC_PAGE,
  trafficStateWord,
  uncountedWord,
} from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import { axisWords, momentWords } from './axis-words.ts';
import { type Lane, lanesOf, marksOf, type TrafficOverTime, ticksOf, uncountedOf } from './lane-columns.ts';
import { Uncounted, uncountedWords } from './uncounted.tsx';
import { useWidth } from './use-width.ts';

const TOP = 20; // for the words of the policy changes
const TALL = 38;
const LOW = 22;
const GAP = 8;
const AXIS = 18;
const COLUMN_GAP = 1.5;
const EDGE = 18; // half the width of a time, which is not to be cut off

const FILLS: Readonly<Partial<Record<TrafficState, string>>> = {
  used: 'fill-flow-used',
  'seen-denied': 'fill-flow-contradiction',
  denied: 'fill-flow-drop',
  'would-deny': 'fill-flow-unused',
  unjudged: 'fill-depends',
};

interface TrafficLanesProps {
  readonly over: TrafficOverTime;
  /** The states that the table is narrowed to. */
  readonly pressed: (state: TrafficState) => boolean;
  readonly onState: (state: TrafficState) => void;
}

/** Connections over time, one lane a state; a press on a lane's name narrows the table to it. Its twin is a table. */
export function TrafficLanes({ over, pressed, onState }: TrafficLanesProps) {
  const lanes = lanesOf(over);
  const { box, width } = useWidth();
  const heights = lanes.map(({ state }) => (state === 'used' ? TALL : LOW));
  const tops = heights.map((_, at) => TOP + heights.slice(0, at).reduce((sum, each) => sum + each + GAP, 0));
  const bottom = TOP + heights.reduce((sum, each) => sum + each + GAP, 0);
  const { from, to } = over.window;
  const x = (at: number) => ((at - from) / (to - from)) * width;
  const used = lanes[0];
  const isPartly = over.steps.some(({ partly }) => partly === true);
  return (
    <section
      aria-label={TRAFFIC_PAGE.lanes}
      className="no-print shrink-0 border-b border-line bg-surface px-4 pt-1 pb-1"
    >
      <div className="grid grid-cols-[204px_minmax(0,1fr)] max-md:grid-cols-[184px_minmax(0,1fr)]">
        <ul className="relative" style={{ height: bottom + AXIS }}>
          {lanes.map(({ state, total }, at) => (
            <li key={state} className="absolute inset-x-0 pr-3" style={{ top: tops[at], height: heights[at] }}>
              <button
                type="button"
                aria-pressed={pressed(state)}
                onClick={() => onState(state)}
                className="-ml-1 flex size-full min-h-6 items-center gap-2 rounded-sm px-1 text-left text-xs hover:bg-hover aria-pressed:bg-selected"
              >
                <TrafficLine state={state} />
                <span className="flex-1 truncate max-md:text-2xs max-md:leading-3 max-md:whitespace-normal">
                  {trafficStateWord(state)}
                </span>
                {total === null ? (
                  <span className="text-ink-3" title={uncountedWord(isPartly)}>
                    <span aria-hidden="true">{TRAFFIC_PAGE.nothing}</span>
                    <span className="sr-only">{uncountedWord(isPartly)}</span>
                  </span>
                ) : (
                  <span className="font-semibold tabular-nums">{count(total)}</span>
                )}
              </button>
            </li>
          ))}
        </ul>
        <div ref={box} className="min-w-0">
          <svg
            width={width}
            height={bottom + AXIS}
            role="img"
            aria-label={[...lanes.map(({ state, total }) => laneSentence(state, total, isPartly)), uncountedWords(over)]
              .join(' ')
              .trim()}
            className="block"
          >
            {width === 0 ? null : (
              <>
                {ticksOf(over.window, new Date(from).getTimezoneOffset(), width).map((at) => (
                  <g key={at}>
                    <path d={`M${x(at)} ${TOP}V${bottom - GAP}`} className="stroke-line-faint" />
                    <text
                      x={Math.max(EDGE, Math.min(width - EDGE, x(at)))}
                      y={bottom + 8}
                      textAnchor="middle"
                      className="fill-ink-3 text-2xs tabular-nums"
                    >
                      {axisWords(at, to - from)}
                    </text>
                  </g>
                ))}
                <Uncounted over={over} x={x} top={TOP} height={bottom - GAP - TOP} />
                {lanes.map((lane, at) => (
                  <Columns
                    key={lane.state}
                    lane={lane}
                    over={over}
                    x={x}
                    top={tops[at] ?? 0}
                    height={heights[at] ?? 0}
                    width={width}
                  />
                ))}
                {used === undefined || used.most === 0 ? null : (
                  <text x={2} y={13} className="fill-ink-3 text-2xs">
                    {highestIn(used.most, over.stepMs)}
                  </text>
                )}
                {marksOf(over).map(({ at, changes }) => (
                  <g key={at}>
                    <path d={`M${x(at)} 14V${bottom - GAP}`} strokeDasharray="2 2" className="stroke-ink-2" />
                    <path d={`M${x(at) - 4} 5h8v6l-4 4-4-4z`} className="fill-surface stroke-ink-2" />
                    <text
                      x={x(at) + (x(at) > width / 2 ? -8 : 8)}
                      y={13}
                      textAnchor={x(at) > width / 2 ? 'end' : 'start'}
                      className="fill-ink-2 text-2xs"
                    >
                      {visibleText(changesInShort(changes))}
                      <title>{visibleText(changesInFull(changes))}</title>
                    </text>
                  </g>
                ))}
              </>
            )}
          </svg>
        </div>
      </div>
      <LanesTable over={over} lanes={lanes} />
    </section>
  );
}

interface ColumnsProps {
  readonly lane: Lane;
  readonly over: TrafficOverTime;
  readonly x: (at: number) => number;
  readonly top: number;
  readonly height: number;
  readonly width: number;
}

function Columns({ lane, over, x, top, height, width }: ColumnsProps) {
  const first = Math.floor(over.window.from / over.stepMs) * over.stepMs;
  return (
    <g className={FILLS[lane.state]}>
      <path d={`M0 ${top + height + 0.5}H${width}`} className="stroke-line" />
      {lane.values.map((value, place) => {
        if (value === null || value === 0) return null;
        const at = first + place * over.stepMs;
        const left = Math.max(0, x(at));
        const right = Math.min(width, x(at + over.stepMs));
        const tall = Math.max(1.5, (value / lane.most) * height);
        return (
          <rect key={at} x={left} y={top + height - tall} width={Math.max(1, right - left - COLUMN_GAP)} height={tall}>
            <title>{`${momentWords(at)} · ${count(value)}`}</title>
          </rect>
        );
      })}
    </g>
  );
}

/** What the drawing shows, for whoever does not see it. */
function LanesTable({ over, lanes }: { readonly over: TrafficOverTime; readonly lanes: readonly Lane[] }) {
  const first = Math.floor(over.window.from / over.stepMs) * over.stepMs;
  const spans = uncountedOf(over);
  const wordsOf = (value: number | null, at: number): string =>
    value === null
      ? uncountedWord(spans.some(({ from, to, partly }) => partly && from < at + over.stepMs && at < to))
      : count(value);
  const times = lanes[0]?.values.map((_, place) => first + place * over.stepMs) ?? [];
  return (
    // a table keeps its height: what holds it does not
    <div className="sr-only">
      <table>
        <caption>{TRAFFIC_PAGE.lanesTable}</caption>
        <thead>
          <tr>
            <th scope="col">{TRAFFIC_PAGE.time}</th>
            {lanes.map(({ state }) => (
              <th key={state} scope="col">
                {trafficStateWord(state)}
              </th>
            ))}
            <th scope="col">{TRAFFIC_PAGE.changes}</th>
          </tr>
        </thead>
        <tbody>
          {times.map((at, place) => (
            <tr key={at}>
              <th scope="row">{momentWords(at)}</th>
              {lanes.map(({ state, values }) => (
                <td key={state}>{wordsOf(values[place] ?? null, at)}</td>
              ))}
              <td>
                {over.changes
                  .filter((change) => change.at >= at && change.at < at + over.stepMs)
                  .map((change) => visibleText(changesInFull([change])))
                  .join('; ')}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

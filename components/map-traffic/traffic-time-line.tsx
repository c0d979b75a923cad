'use client';

import { useQuery } from '@tanstack/react-query';
import { Clock, Pause, Play, Radio, SkipBack, SkipForward } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { TRAFFIC_LAYER_WINDOWS } from '#components/map/use-map-state.ts';
import { axisWords } from '#components/traffic/axis-words.ts';
import { lanesOf, marksOf, type TrafficOverTime, ticksOf } from '#components/traffic/lane-columns.ts';
import type { WindowName } from '#components/traffic/traffic-address.ts';
import { observedTimelineQuery } from '#components/traffic/traffic-queries.ts';
import { Uncounted, uncountedWords } from '#components/traffic/uncounted.tsx';
import { useWidth } from '#components/traffic/use-width.ts';
import { Button } from '#components/ui/button.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { isSingleKey, singleKeysOn } from '#components/ui/single-keys.ts';
import { MAP_TRAFFIC, notNow, timeWords } from '#lib/text/en/map-traffic.ts';
import { changesInFull, changesInShort, TRAFFIC_PAGE, TRAFFIC_WINDOWS } from '#lib/text/en/traffic-page.ts';
import { visibleText } from '#lib/text/visible-text.ts';
import type { LayerQuestion } from './layer-query.ts';
import { stepTo } from './replay-steps.ts';
import { useLayerSeq } from './use-layer-flows.ts';

const STEP_MS = 2_000; // how long a step of the replay stays
const TALL = 34;
const TOP = 18;
const WINDOWS = TRAFFIC_LAYER_WINDOWS.map((value) => ({ value, label: TRAFFIC_WINDOWS[value].label }));

interface TrafficTimeLineProps extends LayerQuestion {
  readonly cluster: string;
  readonly onWindow: (window: (typeof TRAFFIC_LAYER_WINDOWS)[number]) => void;
  /** Undefined: now. */
  readonly onAt: (at: number | undefined) => void;
}

/** The last day under the map, or the last week where no policy changed in that day. It replays from change to change of the policies, and only when somebody plays it. */
export function TrafficTimeLine(props: TrafficTimeLineProps) {
  const { cluster, window: shown, at, onAt } = props;
  const seq = useLayerSeq(cluster, at);
  const day = useQuery(observedTimelineQuery(cluster, { window: '24h', filter: '', seq }));
  // where no policy changed in a day, there is nothing to go back to in it
  const isStill = day.data?.changes.length === 0;
  const week = useQuery({
    ...observedTimelineQuery(cluster, { window: '7d', filter: '', seq }),
    enabled: isStill,
  });
  const over = isStill && (week.data?.changes.length ?? 0) > 0 ? week.data : day.data;
  const changes = over === undefined ? [] : marksOf(over).map((mark) => mark.at);
  const [playing, setPlaying] = useState(false);
  const step = (by: 1 | -1): void => onAt(stepTo(changes, at, by));
  const play = (): void => {
    if (changes.length === 0) return;
    if (!playing && at === undefined) onAt(Math.min(...changes));
    setPlaying(!playing);
  };
  const latest = useRef({ step, play });
  latest.current = { step, play };
  useEffect(() => {
    if (!playing) return undefined;
    if (at === undefined) {
      setPlaying(false); // the present is reached
      return undefined;
    }
    const timer = setTimeout(() => latest.current.step(1), STEP_MS);
    return () => clearTimeout(timer);
  }, [playing, at]);
  useEffect(() => {
    // on the page itself; the canvas has the arrows for its boxes
    const onKeyDown = (event: globalThis.KeyboardEvent): void => {
      const onPage =
        event.target === document.body || (event.target instanceof Element && event.target.id === 'content');
      if (event.defaultPrevented || !onPage || !isSingleKey(event) || !singleKeysOn()) return;
      if (event.key === ' ') latest.current.play();
      else if (event.key === 'ArrowLeft') latest.current.step(-1);
      else if (event.key === 'ArrowRight') latest.current.step(1);
      else return;
      event.preventDefault();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
  return (
    <section
      aria-label={MAP_TRAFFIC.timeLine}
      className="no-print shrink-0 border-t border-line bg-surface px-4 pt-2 pb-1 max-rail:hidden"
    >
      <div className="flex flex-wrap items-center gap-1.5">
        <Button size="sm" icon aria-label={MAP_TRAFFIC.back} disabled={changes.length === 0} onClick={() => step(-1)}>
          <SkipBack className="size-3.5" aria-hidden="true" />
        </Button>
        <Button
          size="sm"
          icon
          aria-label={playing ? MAP_TRAFFIC.pause : MAP_TRAFFIC.play}
          disabled={changes.length === 0}
          onClick={play}
        >
          {playing ? (
            <Pause className="size-3.5" aria-hidden="true" />
          ) : (
            <Play className="size-3.5" aria-hidden="true" />
          )}
        </Button>
        <Button size="sm" icon aria-label={MAP_TRAFFIC.on} disabled={at === undefined} onClick={() => step(1)}>
          <SkipForward className="size-3.5" aria-hidden="true" />
        </Button>
        <p className="ml-1 flex items-center gap-1.5 text-ink-2" aria-live="polite">
          {at === undefined ? (
            changes.length === 0 ? (
              MAP_TRAFFIC.noChange
            ) : null
          ) : (
            <>
              <Clock className="size-3.5" aria-hidden="true" />
              {notNow(at)}
            </>
          )}
        </p>
        <span className="ml-auto flex flex-wrap items-center gap-1.5">
          <span className="text-xs text-ink-3">{MAP_TRAFFIC.window}</span>
          <Segmented
            label={MAP_TRAFFIC.window}
            size="sm"
            options={WINDOWS}
            value={TRAFFIC_LAYER_WINDOWS.find((each) => each === shown) ?? '1h'}
            onChange={props.onWindow}
          />
          {at === undefined ? null : (
            <Button size="sm" onClick={() => onAt(undefined)}>
              <Radio className="size-3.5" aria-hidden="true" />
              {MAP_TRAFFIC.toLive}
            </Button>
          )}
        </span>
      </div>
      {over === undefined ? (
        <div style={{ height: TOP + TALL + 18 }} />
      ) : (
        <Line over={over} at={at} window={shown} onAt={onAt} onStep={step} />
      )}
    </section>
  );
}

interface LineProps {
  readonly over: TrafficOverTime;
  readonly at: number | undefined;
  readonly window: WindowName;
  readonly onAt: (at: number | undefined) => void;
  readonly onStep: (by: 1 | -1) => void;
}

/** Columns of the day with the changes of policies, and the handle. */
function Line({ over, at, window: shown, onAt, onStep }: LineProps) {
  const { box, width } = useWidth();
  const { from, to } = over.window;
  const x = (time: number) => ((time - from) / (to - from)) * width;
  const [used] = lanesOf(over);
  const first = Math.floor(from / over.stepMs) * over.stepMs;
  const handle = Math.min(to, Math.max(from, at ?? to));
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    onStep(event.key === 'ArrowLeft' ? -1 : 1);
  };
  return (
    <div ref={box} className="relative min-w-0 rounded-sm has-focus-visible:outline-2 has-focus-visible:outline-focus">
      <svg width={width} height={TOP + TALL + 18} aria-hidden="true" className="block">
        <Uncounted over={over} x={x} top={TOP} height={TALL} />
        {used?.values.map((value, place) => {
          const begin = first + place * over.stepMs;
          if (value === null) return null;
          const tall = value === 0 ? 0 : Math.max(1.5, (value / used.most) * TALL);
          const isIn = begin + over.stepMs > handle - TRAFFIC_WINDOWS[shown].ms && begin < handle;
          return (
            <rect
              key={begin}
              x={Math.max(0, x(begin))}
              y={TOP + TALL - tall}
              width={Math.max(1, x(begin + over.stepMs) - x(begin) - 1.5)}
              height={tall}
              className={`fill-flow-used ${isIn ? '' : 'opacity-40'}`}
            />
          );
        })}
        {ticksOf(over.window, new Date(from).getTimezoneOffset(), width).map((tick) => (
          <text
            key={tick}
            x={Math.max(18, Math.min(width - 18, x(tick)))}
            y={TOP + TALL + 13}
            textAnchor="middle"
            className="fill-ink-3 text-2xs tabular-nums"
          >
            {axisWords(tick, to - from)}
          </text>
        ))}
        {marksOf(over).map((change) => (
          <g key={change.at}>
            <path d={`M${x(change.at)} 14V${TOP + TALL}`} strokeDasharray="2 2" className="stroke-ink-2" />
            <path
              d={`M${x(change.at) - 4} 4h8v6l-4 4-4-4z`}
              className={`stroke-ink-2 ${change.at === at ? 'fill-ink-2' : 'fill-surface'}`}
            />
            <text
              x={x(change.at) + (x(change.at) > width / 2 ? -8 : 8)}
              y={12}
              textAnchor={x(change.at) > width / 2 ? 'end' : 'start'}
              className="fill-ink-2 text-2xs"
            >
              {visibleText(changesInShort(change.changes))}
              <title>{visibleText(changesInFull(change.changes))}</title>
            </text>
          </g>
        ))}
        <path d={`M${x(handle)} 2V${TOP + TALL}`} strokeWidth={2} className="stroke-accent" />
        <circle cx={x(handle)} cy={TOP + TALL} r={4} className="fill-accent" />
      </svg>
      <p className="sr-only">{uncountedWords(over)}</p>
      <input
        type="range"
        aria-label={TRAFFIC_PAGE.time}
        aria-valuetext={timeWords(handle)}
        min={from}
        max={to}
        step={60_000}
        value={handle}
        onChange={(event) => {
          const next = Number(event.target.value);
          onAt(next >= to ? undefined : next);
        }}
        onKeyDown={onKeyDown}
        className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
      />
    </div>
  );
}

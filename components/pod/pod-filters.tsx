'use client';

import { Activity } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { PortChip } from '#components/ui/port-chip.tsx';
import { Segmented } from '#components/ui/segmented.tsx';
import { HOPS } from '#lib/text/en/hops.ts';
import { POD_PAGE } from '#lib/text/en/pod.ts';
import type { PortChoice } from './peer-rows.ts';
import type { PodViewState } from './use-pod-view-state.ts';

const DIRECTIONS = [
  { value: 'both', label: POD_PAGE.both },
  { value: 'in', label: POD_PAGE.inwards },
  { value: 'out', label: POD_PAGE.outwards },
] as const;
/** Columns by hop lead one way. */
const ONE_WAY = DIRECTIONS.map((option) => ({ ...option, disabled: option.value === 'both' }));
const HOP_CHOICES = (['1', '2', '3'] as const).map((value) => ({ value, label: value, name: HOPS.label }));

/** Direction, what is left out, and the port: all of it stands in the address. */
export function PodFilters({
  state,
  choices,
}: {
  readonly state: PodViewState;
  readonly choices: readonly PortChoice[];
}) {
  const inHops = state.hops !== '1';
  return (
    <div className="flex min-h-11 flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-surface px-4 py-1.5">
      <span className="flex items-center gap-2 text-xs text-ink-3">
        <span aria-hidden="true">{HOPS.label}</span>
        <Segmented label={HOPS.label} size="sm" options={HOP_CHOICES} value={state.hops} onChange={state.setHops} />
      </span>
      <Segmented
        label={POD_PAGE.direction}
        size="sm"
        options={inHops ? ONE_WAY : DIRECTIONS}
        value={inHops && state.direction === 'both' ? 'out' : state.direction}
        onChange={state.setDirection}
      />
      <Checkbox label={POD_PAGE.otherNamespaces} checked={state.otherNamespaces} onChange={state.setOtherNamespaces} />
      <Checkbox label={POD_PAGE.personalOnly} checked={state.personalOnly} onChange={state.setPersonalOnly} />
      <Checkbox
        label={inHops ? HOPS.gapsOnly : POD_PAGE.gapsOnly}
        checked={state.gapsOnly}
        onChange={state.setGapsOnly}
      />
      {inHops ? null : (
        <Button
          size="sm"
          variant={state.traffic ? 'default' : 'quiet'}
          aria-pressed={state.traffic}
          className="aria-pressed:border-accent aria-pressed:text-accent-ink"
          onClick={() => state.setTraffic(!state.traffic)}
        >
          <Activity className="size-3" aria-hidden="true" />
          {POD_PAGE.traffic}
        </Button>
      )}
      {choices.length === 0 ? null : (
        <fieldset className="flex flex-wrap items-center gap-1">
          <legend className="float-left mr-1.5 text-xs text-ink-3">{POD_PAGE.port}</legend>
          <PortChip pressed={state.port === undefined} onPress={() => state.setPort(undefined)}>
            {POD_PAGE.anyPort}
          </PortChip>
          {choices.map((choice) => {
            const pressed = state.port?.protocol === choice.protocol && state.port.port === choice.port;
            return (
              <PortChip
                key={`${choice.protocol}/${choice.port}`}
                pressed={pressed}
                onPress={() => state.setPort(pressed ? undefined : choice)}
              >
                {`${choice.protocol} ${choice.port}`}
              </PortChip>
            );
          })}
        </fieldset>
      )}
    </div>
  );
}

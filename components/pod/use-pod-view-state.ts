'use client';

import {
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryState,
  useQueryStates,
} from 'nuqs';
import type { Protocol } from '#lib/kube/objects.ts';
import type { PortChoice } from './peer-rows.ts';

export type PodDirectionChoice = 'both' | 'in' | 'out';

/** One hop shows the peers themselves, two and three the columns by hop. */
export type HopChoice = '1' | '2' | '3';

export interface PodViewState {
  readonly hops: HopChoice;
  readonly setHops: (hops: HopChoice) => void;
  readonly direction: PodDirectionChoice;
  readonly setDirection: (direction: PodDirectionChoice) => void;
  readonly otherNamespaces: boolean;
  readonly setOtherNamespaces: (only: boolean) => void;
  readonly personalOnly: boolean;
  readonly setPersonalOnly: (only: boolean) => void;
  readonly gapsOnly: boolean;
  readonly setGapsOnly: (only: boolean) => void;
  /** Whether each peer says what was observed of it. */
  readonly traffic: boolean;
  readonly setTraffic: (on: boolean) => void;
  readonly port: PortChoice | undefined;
  readonly setPort: (port: PortChoice | undefined) => void;
  /** In columns by hop: the workload or end to which a way is shown, and which of the ways, from 0. */
  readonly to: string | undefined;
  readonly setTo: (to: string) => void;
  readonly way: number;
  readonly setWay: (way: number) => void;
}

const PORT = /^(TCP|UDP|SCTP)\/(\d{1,5})$/;

/** What the pod page shows, kept in the address: `?hops=3&dir=in&other=true&gaps=true&port=TCP/5432&to=…`. */
export function usePodViewState(): PodViewState {
  const [direction, setDirection] = useQueryState(
    'dir',
    parseAsStringLiteral(['both', 'in', 'out'] as const).withDefault('both'),
  );
  const [otherNamespaces, setOtherNamespaces] = useQueryState('other', parseAsBoolean.withDefault(false));
  const [personalOnly, setPersonalOnly] = useQueryState('personal', parseAsBoolean.withDefault(false));
  const [gapsOnly, setGapsOnly] = useQueryState('gaps', parseAsBoolean.withDefault(false));
  const [traffic, setTraffic] = useQueryState('traffic', parseAsBoolean.withDefault(false));
  const [port, setPort] = useQueryState('port', parseAsString);
  const [hops, setHops] = useQueryState('hops', parseAsStringLiteral(['1', '2', '3'] as const).withDefault('1'));
  const [{ to, way }, setChosen] = useQueryStates({ to: parseAsString, way: parseAsInteger.withDefault(0) });
  const match = port === null ? null : PORT.exec(port);
  return {
    hops,
    setHops: (choice) => void setHops(choice),
    to: to ?? undefined,
    setTo: (end) => void setChosen({ to: end, way: null }),
    way: Math.max(0, way),
    setWay: (index) => void setChosen({ way: index }),
    direction,
    setDirection: (choice) => void setDirection(choice),
    otherNamespaces,
    setOtherNamespaces: (only) => void setOtherNamespaces(only || null),
    personalOnly,
    setPersonalOnly: (only) => void setPersonalOnly(only || null),
    gapsOnly,
    setGapsOnly: (only) => void setGapsOnly(only || null),
    traffic,
    setTraffic: (on) => void setTraffic(on || null),
    port: match === null ? undefined : { protocol: match[1] as Protocol, port: Number(match[2]) },
    setPort: (choice) => void setPort(choice === undefined ? null : `${choice.protocol}/${choice.port}`),
  };
}

'use client';

import { parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryState } from 'nuqs';
import type { Protocol } from '#lib/kube/objects.ts';
import type { PortChoice } from './peer-rows.ts';

export type PodDirectionChoice = 'both' | 'in' | 'out';

export interface PodViewState {
  readonly direction: PodDirectionChoice;
  readonly setDirection: (direction: PodDirectionChoice) => void;
  readonly otherNamespaces: boolean;
  readonly setOtherNamespaces: (only: boolean) => void;
  readonly personalOnly: boolean;
  readonly setPersonalOnly: (only: boolean) => void;
  readonly gapsOnly: boolean;
  readonly setGapsOnly: (only: boolean) => void;
  readonly port: PortChoice | undefined;
  readonly setPort: (port: PortChoice | undefined) => void;
}

const PORT = /^(TCP|UDP|SCTP)\/(\d{1,5})$/;

/** What the pod page shows, kept in the address: `?dir=in&other=true&gaps=true&port=TCP/5432`. */
export function usePodViewState(): PodViewState {
  const [direction, setDirection] = useQueryState(
    'dir',
    parseAsStringLiteral(['both', 'in', 'out'] as const).withDefault('both'),
  );
  const [otherNamespaces, setOtherNamespaces] = useQueryState('other', parseAsBoolean.withDefault(false));
  const [personalOnly, setPersonalOnly] = useQueryState('personal', parseAsBoolean.withDefault(false));
  const [gapsOnly, setGapsOnly] = useQueryState('gaps', parseAsBoolean.withDefault(false));
  const [port, setPort] = useQueryState('port', parseAsString);
  const match = port === null ? null : PORT.exec(port);
  return {
    direction,
    setDirection: (choice) => void setDirection(choice),
    otherNamespaces,
    setOtherNamespaces: (only) => void setOtherNamespaces(only || null),
    personalOnly,
    setPersonalOnly: (only) => void setPersonalOnly(only || null),
    gapsOnly,
    setGapsOnly: (only) => void setGapsOnly(only || null),
    port: match === null ? undefined : { protocol: match[1] as Protocol, port: Number(match[2]) },
    setPort: (choice) => void setPort(choice === undefined ? null : `${choice.protocol}/${choice.port}`),
  };
}

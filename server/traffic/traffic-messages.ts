import type { MessagePort } from 'node:worker_threads';
import { z } from 'zod';
import type { ErrorCode } from '#lib/api/errors.ts';
import type { HubbleRelay } from '#lib/flows/find-hubble-relay.ts';
import { FLOW_VERDICTS, type FlowVerdict } from '#lib/flows/flow-obs.ts';
import type { FlowWindow } from '#lib/flows/flow-row.ts';
import type { NameChange } from '#lib/flows/name-history.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import type { Family } from '#lib/policy/address.ts';
import type { FlowSettings } from './flow-settings.ts';
import type { FlowTimes } from './flow-store.ts';

/** From a cluster's analysis: who goes by which address from when on. */
export interface NamesMessage {
  /** Nothing was told before: whoever is not in it has no address any more. */
  readonly whole: boolean;
  readonly changes: readonly NameChange[];
  /** A live cluster's: all of its pods are known from now on. Absent: there may be others. */
  readonly watched?: true;
  /** The blocks of the pods. */
  readonly ranges: readonly string[];
  /** Families in which pods have addresses of no such block; absent: none. */
  readonly elsewhere?: readonly Family[];
  /** The cluster's Hubble Relay, where it has one. */
  readonly relay?: HubbleRelay;
}

/** What a cluster's analysis asks through the same port. */
export type AnalysisQuestion =
  /** `known`: the number of what the asker has of this window. */
  | { readonly ask: 'observed'; readonly window: FlowWindow; readonly known?: number }
  /** Connections step by step: of all edges, and of some apart. */
  | {
      readonly ask: 'times';
      readonly window: FlowWindow;
      readonly stepMs: number;
      /** Edges as `edgeName` writes them. */
      readonly apart: readonly { readonly verdict: FlowVerdict; readonly only: readonly string[] }[];
    };
export interface AnswerOfFlows {
  /** `seq` grows when something new is kept; nothing is told where the asker has it already. */
  readonly observed: { readonly seq: number; readonly observed?: ObservedTraffic };
  readonly times: { readonly all: FlowTimes; readonly apart: readonly FlowTimes[] };
}
export type AskedOfFlows = AnalysisQuestion & { readonly id: number };
export type FlowsAnswer =
  | { readonly id: number; readonly value: AnswerOfFlows[AnalysisQuestion['ask']] }
  | { readonly id: number; readonly error: { readonly code: ErrorCode; readonly message: string } };

const isObject = (value: unknown) => typeof value === 'object' && value !== null;
const id = z.int();
const cluster = z.string();
const window = z.object({ from: z.number(), to: z.number() });
const filter = z.object({
  ends: z.array(z.string()).optional(),
  verdicts: z.array(z.enum(FLOW_VERDICTS)).optional(),
  limit: z.int().optional(),
});

/** What is asked of the thread. */
export const trafficQuestion = z.discriminatedUnion('ask', [
  z.object({ ask: z.literal('edges'), cluster, window, filter }),
  z.object({ ask: z.literal('seen'), cluster, filter }),
  z.object({ ask: z.literal('timeline'), cluster, window, stepMs: z.number().positive(), filter }),
  z.object({ ask: z.literal('coverage'), cluster, window }),
  z.object({ ask: z.literal('sources'), cluster }),
]);
export type TrafficQuestion = z.output<typeof trafficQuestion>;

export const toTraffic = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('start'),
    dataDir: z.string(),
    keep: z.object({ minuteDays: z.number(), hourMonths: z.number() }),
  }),
  /**
   * `under`: the name by which it is kept; absent: nothing of it is. `others`: the names of other clusters. `flows`: where its traffic is observed. `demo`: it has
   * an invented day.
   */
  z.object({
    type: z.literal('cluster'),
    cluster,
    under: z.string().optional(),
    others: z.array(z.string()),
    flows: z.custom<FlowSettings | undefined>((value) => value === undefined || isObject(value)),
    demo: z.boolean(),
    names: z.custom<MessagePort>(isObject),
  }),
  z.object({ type: z.literal('forget'), cluster }),
  z.object({ type: z.literal('ask'), id, question: trafficQuestion }),
  /** An upload of lines begins, goes on, ends; `fault`: it broke off. */
  z.object({ type: z.literal('ingest'), id, cluster, source: z.string() }),
  z.object({ type: z.literal('lines'), id, bytes: z.custom<Uint8Array>((value) => value instanceof Uint8Array) }),
  z.object({ type: z.literal('ingested'), id, fault: z.string().optional() }),
  z.object({ type: z.literal('stop') }),
]);
export type ToTraffic = z.output<typeof toTraffic>;

export type FromTraffic =
  | { readonly type: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly type: 'refused';
      readonly id: number;
      readonly error: { readonly code: ErrorCode; readonly message: string; readonly detail?: string | undefined };
    }
  /** The next bytes may come. */
  | { readonly type: 'next'; readonly id: number }
  /** Something new is kept of the cluster. */
  | { readonly type: 'changed'; readonly cluster: string; readonly seq: number };

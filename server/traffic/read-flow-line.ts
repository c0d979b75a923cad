import type { FlowObs } from '#lib/flows/flow-obs.ts';
import type { HubbleEvent } from '#lib/flows/hubble-flow.ts';
import { isRecord, type RawRecord } from '#lib/flows/loose-fields.ts';
import { isAwsRecord, isAwsText, readAwsRecord, readAwsText } from '#lib/flows/read-aws-line.ts';
import { isGkeRecord, readGkeRecord } from '#lib/flows/read-gke-line.ts';
import { readHubbleFlow } from '#lib/flows/read-hubble-flow.ts';
import { isHubbleJson, readHubbleJson } from '#lib/flows/read-hubble-json.ts';
import { isNetObserv, readNetObserv } from '#lib/flows/read-netobserv.ts';
import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { type LinePlace, type ReadFlowLine, readRecordLine } from './read-record-line.ts';

/** What one line is: observations, an event of Hubble that is to be read among others, or nothing that can be read. */
export type FlowLine =
  | { readonly flows: readonly FlowObs[] }
  | { readonly event: HubbleEvent }
  | { readonly problem: string };

/** Longer than any record. */
const LONGEST_LINE = 1_000_000;

/**
 * The observations of one line of whatever format is known here, told apart by what is in it; none where the line tells
 * of none. Never throws.
 */
export const readFlowLine: ReadFlowLine = (line, { source, place }) => {
  const read = parseFlowLine(line, { source, place });
  if ('problem' in read) return read;
  if ('flows' in read) return read.flows;
  const { flow, node_name } = read.event;
  if (!flow) return [];
  const observed = readHubbleFlow(flow, source, node_name);
  if (observed === undefined) return [];
  return 'problem' in observed ? observed : [observed];
};

const readOwn = readRecordLine();

/** As `readFlowLine`, but an event of Hubble as it is: among others of its file each connection is told once. */
export function parseFlowLine(line: string, at: LinePlace): FlowLine {
  const { source } = at;
  if (line.length > LONGEST_LINE) return { problem: problemsOfFlows.tooLong(LONGEST_LINE) };
  const text = line.trim();
  if (text === '') return { flows: [] };
  if (!text.startsWith('{')) {
    return isAwsText(text) ? told(readAwsText(text, source)) : { problem: problemsOfFlows.notJson };
  }
  if (line.includes('ringfence.dev/flow/')) return told(readOwn(text, at));
  let raw: unknown;
  try {
    raw = JSON.parse(text);
  } catch {
    return { problem: problemsOfFlows.notJson };
  }
  return isRecord(raw) ? readRecord(raw, source) : { problem: problemsOfFlows.notAnObject };
}

function readRecord(raw: RawRecord, source: string): FlowLine {
  if (isHubbleJson(raw)) return { event: readHubbleJson(raw) };
  if (isNetObserv(raw)) return told(readNetObserv(raw, source));
  if (isGkeRecord(raw)) return told(readGkeRecord(raw, source));
  if (isAwsRecord(raw)) return told(readAwsRecord(raw, source));
  return { problem: problemsOfFlows.unknownFormat };
}

function told(read: readonly FlowObs[] | { readonly problem: string }): FlowLine {
  return 'problem' in read ? read : { flows: read };
}

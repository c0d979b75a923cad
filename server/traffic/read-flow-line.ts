import type { FlowCoverage, FlowObs } from '#lib/flows/flow-obs.ts';
import { type HubbleEvent, hubbleMillis } from '#lib/flows/hubble-flow.ts';
import { HubbleReader } from '#lib/flows/hubble-reader.ts';
import { isRecord, type RawRecord } from '#lib/flows/loose-fields.ts';
import { isAwsRecord, isAwsText, readAwsRecord, readAwsText } from '#lib/flows/read-aws-line.ts';
import { isGkeRecord, readGkeRecord } from '#lib/flows/read-gke-line.ts';
import { isHubbleJson, readHubbleJson } from '#lib/flows/read-hubble-json.ts';
import { isNetObserv, readNetObserv } from '#lib/flows/read-netobserv.ts';
import { isOwnRecord, readOwnRecord } from '#lib/flows/read-own-record.ts';
import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';

/** What a line tells: flows (none where it is about something else), what its source lost, or why it cannot be read. */
export type FlowLine =
  | { readonly flows: readonly FlowObs[]; readonly lost?: Extract<FlowCoverage, { type: 'lost' }> }
  | { readonly problem: string };

const NOTHING: FlowLine = { flows: [] };

/**
 * Reads the lines of one file or upload, in their order, of whatever format is known here, told apart by what is in each.
 * Of Hubble's events each connection is told once, with the names that its client asked for. Never throws.
 */
export function createFlowLineReader(source: string): (line: string) => FlowLine {
  /** Remembers connections, and takes room for them: made where something is of Hubble. */
  let hubble: HubbleReader | undefined;
  /** Of the last event that says when. */
  let clock = 0;
  const readEvent = (event: HubbleEvent): FlowLine => {
    clock = hubbleMillis(event.flow?.time ?? event.time) ?? clock;
    if (event.lost_events && clock === 0) return { problem: problemsOfFlows.noTime };
    hubble ??= new HubbleReader(source);
    const { flow, lost, problem } = hubble.read(event, clock);
    if (problem !== undefined) return { problem };
    if (lost?.type === 'lost') return { flows: [], lost };
    return flow === undefined ? NOTHING : { flows: [flow] };
  };
  const readRecord = (raw: RawRecord): FlowLine => {
    if (isOwnRecord(raw)) return told(readOwnRecord(raw, source));
    if (isHubbleJson(raw)) return readEvent(readHubbleJson(raw));
    if (isNetObserv(raw)) return told(readNetObserv(raw, source));
    if (isGkeRecord(raw)) return told(readGkeRecord(raw, source));
    if (isAwsRecord(raw)) return told(readAwsRecord(raw, source));
    return { problem: problemsOfFlows.unknownFormat };
  };
  return (line) => {
    const text = line.trim();
    if (text === '') return NOTHING;
    if (!text.startsWith('{') && isAwsText(text)) return told(readAwsText(text, source));
    let raw: unknown;
    try {
      raw = JSON.parse(text);
    } catch {
      return { problem: problemsOfFlows.notJson };
    }
    return isRecord(raw) ? readRecord(raw) : { problem: problemsOfFlows.notAnObject };
  };
}

function told(read: readonly FlowObs[] | { readonly problem: string }): FlowLine {
  return 'problem' in read ? read : { flows: read };
}

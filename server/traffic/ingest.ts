import type { IngestAnswer, UnreadableLine } from '#lib/api/traffic-schemas.ts';
import type { FlowObs } from '#lib/flows/flow-obs.ts';
import { problemsOfFlows } from '#lib/text/en/flow-sources.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import type { ClusterTraffic } from './cluster-traffic.ts';
import { inTime } from './line-in-time.ts';
import { createLineReader, type NumberedLine } from './line-reader.ts';
import { createFlowLineReader } from './read-flow-line.ts';
import { summedAs } from './source-names.ts';

const EXAMPLES_MOST = 10;

/** Lines of flows that somebody sends, piece by piece. A line that cannot be read is counted, and the rest goes on. */
export interface Ingest {
  push(bytes: Uint8Array): void;
  /** The last line too. */
  end(): IngestAnswer;
  /** What was sent broke off: a line that was begun is none. @param fault in a sentence. */
  fail(fault: string): IngestAnswer;
}

/** @param keptAs the name under which its flows are kept: its own, or one with others. */
export function createIngest(
  traffic: ClusterTraffic,
  source: string,
  clock: () => number,
  keptAs: string = source,
): Ingest {
  const reader = createLineReader();
  const readLine = createFlowLineReader(summedAs(source, keptAs));
  const examples: UnreadableLine[] = [];
  const since = new Date(clock()).toISOString();
  let lines = 0;
  let accepted = 0;
  let unreadable = 0;
  let withoutFlow = 0;
  let lost = 0;
  let tooOld = 0;
  let newest = Number.NEGATIVE_INFINITY;

  const take = (read: readonly NumberedLine[]): void => {
    const flows: FlowObs[] = [];
    const now = clock();
    lines += read.length;
    for (const { number, text } of read) {
      const place = TRAFFIC.line(number);
      const told = text === undefined ? { problem: problemsOfFlows.longLine } : inTime(readLine(text), now);
      if ('problem' in told) {
        unreadable++;
        if (examples.length < EXAMPLES_MOST) examples.push({ place, message: told.problem });
        traffic.sink.unreadable({ source, place, message: told.problem });
        continue;
      }
      flows.push(...told.flows);
      if (told.flows.length === 0 && told.lost === undefined) withoutFlow++;
      if (told.lost === undefined) continue;
      lost += told.lost.records;
      traffic.sink.cover(told.lost);
    }
    const became = traffic.observe(flows);
    newest = Math.max(newest, became.newest);
    accepted += became.taken;
    tooOld += became.tooOld;
    lost += became.tooOld + became.noRoom;
  };
  const tell = (state: 'observing' | 'ended' | 'failed', error?: string): void => {
    const seen = Number.isFinite(newest) ? { newest: new Date(newest).toISOString() } : {};
    const fault = error === undefined ? {} : { error };
    const counts = { records: accepted, unreadable, withoutFlow, lost };
    traffic.sink.status({ source, state, since, ...seen, ...fault, ...counts });
  };
  const answer = (): IngestAnswer => {
    const told = { lines, accepted, unreadable, withoutFlow, lost, tooOld, examples };
    return keptAs === source ? told : { ...told, keptAs };
  };
  return {
    push(bytes) {
      take(reader.push(bytes));
      tell('observing');
    },
    end() {
      take(reader.end());
      tell('ended');
      return answer();
    },
    fail(fault) {
      tell('failed', fault);
      return answer();
    },
  };
}

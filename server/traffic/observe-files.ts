import { basename } from 'node:path';
import { RingfenceError } from '#lib/api/errors.ts';
import type { UnreadableLine } from '#lib/api/traffic-schemas.ts';
import { clusterNamesOf } from '#lib/flows/names-of-cluster.ts';
import type { ObservedTraffic } from '#lib/flows/observed.ts';
import { createObservedSums } from '#lib/flows/observed-sums.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { createFileSources } from './file-source.ts';
import type { FlowSink, FlowSource, FlowSourceStatus } from './flow-source.ts';

const EXAMPLES_MOST = 10;

/** What one of the files came to. */
export interface ObservedFile {
  readonly file: string;
  /** Flows that were taken in. */
  readonly records: number;
  readonly unreadable: number;
  /** Lines that were read and tell of no connection. */
  readonly withoutFlow: number;
  /** Records that the file says were lost, and those for which there was no room. */
  readonly lost: number;
  readonly examples: readonly UnreadableLine[];
}

export interface ObservedFiles {
  readonly traffic: ObservedTraffic;
  readonly files: readonly ObservedFile[];
}

/**
 * Files of flows in any format that is known, of a cluster as its objects are; the window is from the first to the last
 * record, and empty where there is none. Files prove nothing by their silence. Throws UNREADABLE_INPUT where a file cannot
 * be read to its end.
 * @param now by which a flow of a time that has not come is none, milliseconds since 1970.
 */
export async function observeFiles(
  paths: readonly string[],
  objects: ClusterObjects,
  now: number,
): Promise<ObservedFiles> {
  const sums = createObservedSums(clusterNamesOf(objects));
  let [from, to] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  const files: ObservedFile[] = [];
  for (const [index, source] of createFileSources(paths, undefined, () => now).entries()) {
    const file = basename(paths[index] ?? '');
    const examples: UnreadableLine[] = [];
    let noRoom = 0;
    const status = await readWhole(source, {
      observe(flows) {
        for (const flow of flows) {
          from = Math.min(from, flow.t0);
          to = Math.max(to, flow.t1 + 1);
          if (!sums.observe(flow, now)) noRoom++;
        }
        return true;
      },
      drained: async () => {},
      kept: async () => {},
      cover(told) {
        sums.cover(told);
        return true;
      },
      unreadable({ place, message }) {
        if (examples.length < EXAMPLES_MOST) examples.push({ place, message });
      },
    });
    const { records, unreadable, withoutFlow, lost } = status;
    files.push({ file, records: records - noRoom, unreadable, withoutFlow, lost: lost + noRoom, examples });
  }
  const window = from < to ? { from, to } : { from: 0, to: 0 };
  return { traffic: sums.end(window, []), files };
}

/** The last that the source says. */
async function readWhole(source: FlowSource, sink: Omit<FlowSink, 'status'>): Promise<FlowSourceStatus> {
  const status = await new Promise<FlowSourceStatus>((resolve) => {
    source.start({
      ...sink,
      status: (told) => {
        if (told.state === 'ended' || told.state === 'failed') resolve(told);
      },
    });
  });
  if (status.state === 'failed') throw new RingfenceError('UNREADABLE_INPUT', status.error ?? source.label);
  return status;
}

/** What is said of observed traffic: its store, its sources, what could not be read. */

import type { FlowVerdict } from '#lib/flows/flow-obs.ts';
import { countOf } from './count.ts';
import { withoutFlowWords } from './flow-sources.ts';

export const TRAFFIC = {
  inUse: (file: string, pid: number): string =>
    `The flows in ${file} are held by process ${pid}: they have one owner at a time. Ask that one (ringfence flows asks a running serve), or stop it.`,
  notWritable: (file: string): string => `The flows cannot be kept: ${file} cannot be written to.`,
  cannotOpen: (file: string): string => `The flows in ${file} cannot be opened. The file was left as it is.`,
  closing: 'The flows are being closed, since the server ends.',
  notStored: (rows: number): string =>
    `The store of flows could not be written to; ${countOf(rows, 'row')} wait. It is tried again.`,
  noCluster: (cluster: string): string => `There is no cluster "${cluster}".`,
  badKeep: (written: string): string =>
    `--keep-flows ${written}: write days by the minute and months by the hour, as 30d,13m.`,
  minutesOutlast: (written: string): string =>
    `--keep-flows ${written}: minutes cannot be kept for longer than hours. Write more months, or fewer days.`,
  nameOfOthers: (source: string): string =>
    `"${source}" is the name under which flows of further sources are kept together. Send them under another one.`,
  badWindow: 'The window ends before it begins.',
  longWindow: 'The window is longer than 400 days.',
  cli: {
    deed: 'Say what to do with flows: import FILE…, list or coverage.',
    noFiles: 'Name the files to take flows from.',
    noFile: (file: string): string => `${file} cannot be read.`,
    badLast: (written: string): string => `--last ${written}: write 30m, 24h or 7d.`,
    badTime: (written: string): string => `${written} is no time: write 2026-11-26T10:00:00Z.`,
    badLimit: (written: string): string => `--limit ${written}: give a number from 1 to 5000.`,
    serverGone: (address: string): string => `The server at ${address} does not answer.`,
    addressUnknown: (pid: number): string =>
      `Process ${pid} serves from this data folder, and does not say where. Give its address with --server.`,
    notKept: (cluster: string): string =>
      `Nothing is kept of the flows of ${cluster}: they last as long as serve does. Start it, and ask again.`,
    noClusterThere: 'The server has no cluster.',
    imported: (
      file: string,
      accepted: number,
      unreadable: number,
      lost: number,
      tooOld: number,
      withoutFlow: number,
    ): string =>
      `${file}: ${countOf(accepted, 'flow')} taken in, ${countOf(unreadable, 'line')} not read, ${lost} lost${tooOld === 0 ? '' : ` (${tooOld} older than what is kept by the minute)`}${withoutFlowWords(withoutFlow)}`,
    keptAs: (name: string): string => `kept under the name ${name}, with others: there is no room for more names`,
    ofFile: (file: string, problem: string): string => `${file}: ${problem}`,
    noneRead: (file: string): string => `${file}: not one of its lines could be read.`,
    someUnread: (file: string, lines: number): string =>
      `${file}: ${countOf(lines, 'line')} could not be read; the rest was.`,
    edge: (from: string, to: string, port: string, verdict: string, connections: string, minutes: number): string =>
      `${from} → ${to}  ${port}  ${verdict}  ${connections}, in ${countOf(minutes, 'minute')}`,
    /** On the page, what policies refused reads "dropped": this is another thing. */
    verdict: (verdict: FlowVerdict): string => (verdict === 'dropped' ? 'dropped, not by a policy' : verdict),
    notCounted: 'connections not counted',
    connections: (connections: number): string => countOf(connections, 'connection'),
    /** What tells edges apart that are alike else. */
    edgeMore: (parts: readonly string[]): string => ` (${parts.join(', ')})`,
    decidedAt: { ingress: 'at ingress', egress: 'at egress' },
    nobodyDecided: 'side not told',
    trust: { datapath: 'by the datapath', reported: 'reported', inferred: 'inferred' },
    directionUnknown: 'who began is unknown',
    neverSeen: (end: string, isAddress: boolean, hasNoKind: boolean): string =>
      `Of ${end} nothing was ever seen, as far as flows are kept.${isAddress ? ' A pod is found by its workload, not by its address.' : ''}${hasNoKind ? ' Without a kind it is the end of a source that tells none; else write ns/Kind/name.' : ''}`,
    more: (shown: number, total: number): string => `${shown} of ${total} edges; --limit shows more.`,
    nothing: 'Nothing was observed in the window.',
    hour: (hour: string, source: string, node: string, minutes: number, records: number, lost: number): string =>
      `${hour}  ${source}${node === '' ? '' : ` ${node}`}  ${minutes} of 60 minutes, ${countOf(records, 'record')}, ${lost} lost`,
    hourOfRecords: (hour: string, source: string, node: string, records: number, lost: number): string =>
      `${hour}  ${source}${node === '' ? '' : ` ${node}`}  ${countOf(records, 'record')}, ${lost} lost; nothing tells for how long it looked, so that it proves no silence (files never do)`,
    notCovered: 'Nothing says that anything was observed in the window.',
  },
  badVerdict: (verdict: string): string =>
    `"${verdict}" is no verdict of a flow: write allowed, denied, would-deny, dropped, error or unknown.`,
  badEnd: (end: string): string =>
    `"${end}" cannot be an end of a flow: write ns/Kind/name (flows are kept by workload), an address or CIDR, a domain name, service:ns/name, host, host:NODE or unknown.`,
  busy: 'Flows are being taken in already, four at a time. Try again when that is done.',
  line: (number: number): string => `line ${number}`,
} as const;

import { accessSync, constants, createReadStream, statSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { IngestAnswer, TrafficCoverage, TrafficEdges } from '#lib/api/traffic-schemas.ts';
import { flowEndsOf } from '#lib/flows/flow-end-names.ts';
import { FLOW_VERDICTS, type FlowVerdict } from '#lib/flows/flow-obs.ts';
import { type FlowEdge, type FlowWindow, WINDOW_MOST_MS } from '#lib/flows/flow-row.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { optionSlip } from '#lib/text/en/option-slip.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import { dataDirOf } from '#server/data-dir.ts';
import { type FlowOwner, openFlowOwner } from './flow-owner.ts';
import { usage } from './options.ts';
import { openOutput } from './output.ts';
import { terminalText } from './terminal.ts';

const { cli: words } = TRAFFIC;
const UNITS: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };
const EDGES_MOST = 5_000;
const STATUS_UNREADABLE = 2;
const PROTOCOLS: Readonly<Record<number, string>> = { 1: 'ICMP', 6: 'TCP', 17: 'UDP', 58: 'ICMPv6', 132: 'SCTP' };

/** `ringfence flows import FILE… | list | coverage`: asks whoever owns the flows. */
export async function flows(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parse(argv);
  if (values.help === true) {
    process.stdout.write(CLI.helpOf('flows'));
    return 0;
  }
  const [deed, ...files] = positionals;
  if (deed !== 'import' && deed !== 'list' && deed !== 'coverage') throw usage(words.deed);
  if (values.format !== 'text' && values.format !== 'json')
    throw usage(CLI.unknownFormat(values.format, ['text', 'json']));
  const asked = {
    window: windowOf(values),
    ends: endsOf(values.end),
    limit: limitOf(values.limit),
    verdicts: verdictsOf(values.verdict),
  };
  if (deed === 'import') checkFiles(files);
  const owner = await openFlowOwner({
    dataDir: dataDirOf(values['data-dir'], process.env, process.cwd()),
    cluster: values.cluster,
    server: values.server,
    tokenFile: values['token-file'],
  });
  try {
    if (deed === 'import') return await takeFiles(owner, files, values);
    if (deed === 'list') {
      const told = await owner.edges(asked.window, asked);
      if (told.total === 0) await tellUnknown(owner, asked.ends);
      await print({ schema: 'ringfence.dev/flows/v1', ...told }, edgeLines(told), values);
    } else {
      const told = await owner.coverage(asked.window);
      await print({ schema: 'ringfence.dev/flow-coverage/v1', ...told }, coverageLines(told), values);
    }
    return 0;
  } finally {
    await owner.close();
  }
}

function parse(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      strict: true,
      options: {
        cluster: { type: 'string' },
        source: { type: 'string', default: 'import' },
        last: { type: 'string' },
        from: { type: 'string' },
        to: { type: 'string' },
        end: { type: 'string', multiple: true },
        verdict: { type: 'string', multiple: true },
        limit: { type: 'string' },
        server: { type: 'string' },
        'token-file': { type: 'string' },
        'data-dir': { type: 'string' },
        format: { type: 'string', short: 'o', default: 'text' },
        output: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    });
  } catch (error) {
    throw usage(optionSlip(error, 'flows'));
  }
}
type Values = ReturnType<typeof parse>['values'];

function checkFiles(files: readonly string[]): void {
  if (files.length === 0) throw usage(words.noFiles);
  for (const file of files) if (file !== '-' && !canBeRead(file)) throw usage(words.noFile(file));
}

/** A folder cannot; a pipe can. */
function canBeRead(file: string): boolean {
  try {
    accessSync(file, constants.R_OK);
    return !statSync(file).isDirectory();
  } catch {
    return false;
  }
}

interface TakenFile extends IngestAnswer {
  readonly file: string;
}

/** Where it ends with an error, what was taken until then is told all the same. */
async function takeFiles(owner: FlowOwner, files: readonly string[], values: Values): Promise<number> {
  const taken: TakenFile[] = [];
  let status = 0;
  let fault: { readonly error: unknown } | undefined;
  for (const file of files) {
    const pieces = file === '-' ? process.stdin : createReadStream(file, { highWaterMark: 256 * 1024 });
    try {
      taken.push({ file, ...(await owner.take(values.source, pieces)) });
    } catch (error) {
      if (!isRingfenceError(error) || error.code !== 'UNREADABLE_INPUT') {
        fault = { error };
        break;
      }
      process.stderr.write(`${terminalText(words.ofFile(file, error.message))}\n`);
      status = STATUS_UNREADABLE;
    }
  }
  if (fault !== undefined && taken.length === 0) throw fault.error;
  const lines = taken.flatMap(({ file, accepted, unreadable, withoutFlow, lost, tooOld, examples, keptAs }) => [
    words.imported(file, accepted, unreadable, lost, tooOld, withoutFlow),
    ...examples.map(({ place, message }) => `  ${place}: ${message}`),
    ...(keptAs === undefined ? [] : [`  ${words.keptAs(keptAs)}`]),
  ]);
  await print({ schema: 'ringfence.dev/flow-import/v1', files: taken }, lines, values);
  if (fault !== undefined) throw fault.error;
  return Math.max(status, tellUnread(taken));
}

/** A file of which not one line could be read is no file of flows: an error, once all files are told. */
function tellUnread(taken: readonly TakenFile[]): number {
  let status = 0;
  for (const { file, lines, unreadable } of taken) {
    if (unreadable === 0) continue;
    const isNone = unreadable === lines;
    if (isNone) status = STATUS_UNREADABLE;
    process.stderr.write(`${terminalText(isNone ? words.noneRead(file) : words.someUnread(file, unreadable))}\n`);
  }
  return status;
}

/** Throws USAGE. */
function windowOf({ last = '24h', from, to }: Values): FlowWindow {
  const end = to === undefined ? Date.now() : timeOf(to);
  if (from !== undefined) {
    const window = { from: timeOf(from), to: end };
    if (window.from >= window.to) throw usage(TRAFFIC.badWindow);
    return window;
  }
  const [, count, unit = ''] = /^(\d{1,5})([mhd])$/.exec(last) ?? [];
  const span = Number(count) * (UNITS[unit] ?? 0);
  if (!(span > 0)) throw usage(words.badLast(last));
  return { from: end - span, to: end };
}

function timeOf(written: string): number {
  const time = Date.parse(written);
  if (Number.isNaN(time)) throw usage(words.badTime(written));
  return time;
}

function limitOf(written = '1000'): number {
  const limit = Number(written);
  if (!Number.isInteger(limit) || limit < 1 || limit > EDGES_MOST) throw usage(words.badLimit(written));
  return limit;
}

function verdictsOf(written: readonly string[] = []): readonly FlowVerdict[] {
  return written.map((one) => {
    const known = FLOW_VERDICTS.find((verdict) => verdict === one);
    if (known === undefined) throw usage(TRAFFIC.badVerdict(one));
    return known;
  });
}

/** By what was written. Throws USAGE. */
function endsOf(written: readonly string[] = []): ReadonlyMap<string, readonly string[]> {
  return new Map(
    written.map((one) => {
      const known = flowEndsOf(one);
      if (known === undefined) throw usage(TRAFFIC.badEnd(one));
      return [one, known];
    }),
  );
}

/** Nothing in the window may be a slip in the name: whoever was never seen is told. */
async function tellUnknown(owner: FlowOwner, written: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const to = Date.now();
  const ever = { from: to - WINDOW_MOST_MS, to };
  for (const [one, ends] of written) {
    const { total } = await owner.edges(ever, { ends: new Map([[one, ends]]), verdicts: [], limit: 1 });
    const isAddress = ends.some((end) => end.startsWith('ip:'));
    const hasNoKind = /^[^/:]+\/\//.test(one);
    if (total === 0) process.stderr.write(`${terminalText(words.neverSeen(one, isAddress, hasNoKind))}\n`);
  }
}

function edgeLines({ edges, total }: TrafficEdges): readonly string[] {
  if (total === 0) return [words.nothing];
  const alike = Map.groupBy(edges, sameLine);
  const lines = edges.map(
    (edge) => edgeLine(edge) + ((alike.get(sameLine(edge))?.length ?? 0) > 1 ? moreOf(edge) : ''),
  );
  return [...lines, ...(edges.length < total ? [words.more(edges.length, total)] : [])];
}

function edgeLine({ from, to, port, protocol, verdict, connections, minutes }: FlowEdge): string {
  const name = PROTOCOLS[protocol] ?? String(protocol);
  const counted = connections === null ? words.notCounted : words.connections(connections);
  return words.edge(from, to, port === null ? name : `${name}/${port}`, words.verdict(verdict), counted, minutes);
}

function sameLine({ from, to, port, protocol, verdict }: FlowEdge): string {
  return [from, to, port, protocol, verdict].join('\n');
}

function moreOf({ verdict, decidedAt, trust, policies, directionUnknown }: FlowEdge): string {
  const side = decidedAt === null ? words.nobodyDecided : words.decidedAt[decidedAt];
  return words.edgeMore([
    ...(verdict === 'allowed' ? [] : [side]),
    words.trust[trust],
    ...(policies === '' ? [] : [policies]),
    ...(directionUnknown ? [words.directionUnknown] : []),
  ]);
}

function coverageLines({ hours }: TrafficCoverage): readonly string[] {
  if (hours.length === 0) return [words.notCovered];
  const timed = new Set(hours.filter(({ connectedMs }) => connectedMs > 0).map(({ source }) => source));
  return hours.map(({ hour, source, node, connectedMs, records, lost }) => {
    const at = new Date(hour).toISOString();
    return timed.has(source)
      ? words.hour(at, source, node, Math.floor(connectedMs / 60_000), records, lost)
      : words.hourOfRecords(at, source, node, records, lost);
  });
}

async function print(result: object, lines: readonly string[], { format, output: file }: Values): Promise<void> {
  const output = openOutput(file);
  await output.write(
    format === 'json' ? `${JSON.stringify(result, null, 2)}\n` : `${lines.map(terminalText).join('\n')}\n`,
  );
  await output.end();
}

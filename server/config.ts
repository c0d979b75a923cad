import { existsSync } from 'node:fs';
import { basename, isAbsolute, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { RingfenceError } from '#lib/api/errors.ts';
import { parseProfile } from '#lib/policy/profile.ts';
import { FLOW_OPTIONS } from '#lib/text/en/flow-sources.ts';
import { optionSlip } from '#lib/text/en/option-slip.ts';
import * as text from '#lib/text/en/server.ts';
import { STORE } from '#lib/text/en/store.ts';
import { TRAFFIC } from '#lib/text/en/traffic.ts';
import { WAIVERS } from '#lib/text/en/waivers.ts';
import { readAdequacyFile } from '#server/read-adequacy.ts';
import { findContext } from './cluster/live/find-context.ts';
import { kubeconfigFiles } from './cluster/live/kubeconfig-files.ts';
import { dataDirOf } from './data-dir.ts';
import { readDataMapFile } from './data-map/read-data-map.ts';
import { isLoopbackName } from './loopback-name.ts';
import { nameOfSources } from './name-of-sources.ts';
import { readWaivers } from './read-waivers.ts';
import { parseSchedule, type SnapshotSchedule } from './snapshot-schedule.ts';
import type { Retention } from './store/retention.ts';
import { FLOW_OPTION_TABLE, type FlowSettings, flowSettings } from './traffic/flow-settings.ts';
import type { FlowRetention } from './traffic/flow-store.ts';
import { DAY_MS, MONTH_MS } from './traffic/tiers.ts';

z.config({ jitless: true });

/** Where a cluster's objects come from. Chosen by whoever starts the server, never by a page. */
export type SourceSpec =
  | { readonly type: 'demo' }
  | {
      readonly type: 'files';
      readonly paths: readonly string[];
      /** One of the examples that ship with the documents, and the DataMap that it has until the page keeps another. */
      readonly example?: {
        readonly name: string;
        readonly dataMap: { readonly text: string; readonly file: string };
      };
    }
  | { readonly type: 'live'; readonly context?: string; readonly kubeconfig?: string; readonly inCluster?: boolean }
  /** A file dropped on the page, spooled to disk; `name` is what the person called it. */
  | { readonly type: 'upload'; readonly name: string; readonly path: string };

export interface ClusterSpec {
  /** The URL's name of the cluster: lower case, digits, dashes. */
  readonly id: string;
  readonly name: string;
  readonly source: SourceSpec;
  /** File of waivers given at start. */
  readonly waivers?: string;
  /** Where its traffic is observed; absent: nowhere. */
  readonly flows?: FlowSettings;
}

export interface ServeConfig {
  readonly port: number;
  readonly host: string;
  readonly open: boolean;
  /** Ask for a token: `random` makes one at start and prints it in a link, `file` holds it in its first line. */
  readonly token:
    | { readonly from: 'none' }
    | { readonly from: 'random' }
    | { readonly from: 'file'; readonly path: string };
  /** Names beside the loopback ones that a `Host` header may carry. Lower case, without port. */
  readonly allowedHosts: readonly string[];
  readonly clusters: readonly ClusterSpec[];
  /** Nothing was chosen and there is no kubeconfig: the demo stands in, and the page says so. */
  readonly firstRun: boolean;
  /** For the Connect button; absent where `--kubeconfig` was not given: the client's own search order. */
  readonly kubeconfig?: string;
  readonly profile: string;
  readonly sets: readonly string[];
  /** A DataMap for every cluster; the page may then keep none. */
  readonly dataMap?: { readonly text: string; readonly file: string };
  /** An adequacy table for every cluster: the file. */
  readonly adequacy?: string;
  readonly dataDir: string;
  /** Snapshots that the server takes by itself; absent: none. */
  readonly schedule?: SnapshotSchedule;
  /** How long files of snapshots are kept; empty: for ever. */
  readonly retention: Retention;
  /** How long observed flows are kept. */
  readonly flowRetention: FlowRetention;
  /** `-q` is -1, each `-v` adds one. */
  readonly verbosity: number;
}

const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  open: { type: 'boolean' },
  token: { type: 'boolean' },
  'token-file': { type: 'string' },
  'no-sign-in-i-accept': { type: 'boolean' },
  'allowed-host': { type: 'string', multiple: true },
  context: { type: 'string', multiple: true },
  kubeconfig: { type: 'string' },
  'in-cluster': { type: 'boolean' },
  demo: { type: 'boolean' },
  cluster: { type: 'string', multiple: true },
  profile: { type: 'string' },
  set: { type: 'string', multiple: true },
  'data-map': { type: 'string' },
  adequacy: { type: 'string' },
  'data-dir': { type: 'string' },
  waivers: { type: 'string' },
  'snapshot-every': { type: 'string' },
  'keep-snapshots': { type: 'string' },
  'keep-months': { type: 'string' },
  ...FLOW_OPTION_TABLE,
  'keep-flows': { type: 'string' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v', multiple: true },
} as const;

const portSchema = z.coerce.number().int().min(0).max(65535);

/**
 * The arguments after `serve`, as `command-line.md` names them. Relative paths are resolved against `cwd`.
 * Throws RingfenceError USAGE with a sentence that names the option.
 */
export function parseServeArguments(
  argv: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  cwd: string,
): ServeConfig {
  const { values, positionals } = readOptions(argv);
  const port = portSchema.safeParse(values.port ?? '3000');
  if (!port.success) throw new RingfenceError('USAGE', text.badPort(values.port ?? ''));
  const host = values.host ?? '127.0.0.1';
  if (!isLoopbackName(host) && values['token-file'] === undefined && values['no-sign-in-i-accept'] !== true) {
    throw new RingfenceError('USAGE', text.hostNeedsSignIn(host));
  }
  const profile = values.profile ?? 'upstream';
  const sets = values.set ?? [];
  parseProfile(profile, sets); // each cluster's worker would find the slip, over and over
  const kubeconfig = values.kubeconfig === undefined ? undefined : resolve(cwd, values.kubeconfig);
  const chosen = sourcesOf(values, positionals, kubeconfig, cwd);
  const standIn = defaultSource(kubeconfig, env);
  return {
    port: port.data,
    host,
    open: values.open ?? false,
    token:
      values['token-file'] !== undefined
        ? { from: 'file', path: resolve(cwd, values['token-file']) }
        : { from: values.token === true ? 'random' : 'none' },
    allowedHosts: (values['allowed-host'] ?? []).map((name) => name.toLowerCase()),
    clusters: withIds(withFlows(withWaivers(chosen.length > 0 ? chosen : [standIn], values.waivers, cwd), values, cwd)),
    firstRun: chosen.length === 0 && standIn === demo,
    kubeconfig,
    profile,
    sets,
    ...dataMapOf(values['data-map'], cwd),
    ...adequacyOf(values.adequacy, cwd),
    dataDir: dataDirOf(values['data-dir'], env, cwd),
    ...(values['snapshot-every'] === undefined ? {} : { schedule: parseSchedule(values['snapshot-every']) }),
    retention: {
      ...numberOf('newest', '--keep-snapshots', values['keep-snapshots']),
      ...numberOf('months', '--keep-months', values['keep-months']),
    },
    flowRetention: flowRetentionOf(values['keep-flows']),
    verbosity: values.quiet === true ? -1 : (values.verbose?.length ?? 0),
  };
}

const keepSchema = z.coerce.number().int().min(1).max(100_000);

function numberOf(field: keyof Retention, option: string, written: string | undefined): Retention {
  if (written === undefined) return {};
  const { data } = keepSchema.safeParse(written);
  if (data === undefined) throw new RingfenceError('USAGE', STORE.badKeep(option, written));
  return { [field]: data };
}

const KEEP_FLOWS: FlowRetention = { minuteDays: 30, hourMonths: 13 };

/** `30d,13m`: so many days by the minute, so many months by the hour. */
function flowRetentionOf(written: string | undefined): FlowRetention {
  if (written === undefined) return KEEP_FLOWS;
  const [, days, months] = /^([1-9]\d{0,3})d,([1-9]\d{0,2})m$/.exec(written) ?? [];
  if (days === undefined || months === undefined) throw new RingfenceError('USAGE', TRAFFIC.badKeep(written));
  const keep = { minuteDays: Number(days), hourMonths: Number(months) };
  // what is kept by the minute is part of what is kept by the hour
  if (keep.minuteDays > Math.round((keep.hourMonths * MONTH_MS) / DAY_MS)) {
    throw new RingfenceError('USAGE', TRAFFIC.minutesOutlast(written));
  }
  return keep;
}

/** Read here, so that a slip in it is told at start and not by each cluster. Throws USAGE, UNREADABLE_INPUT. */
function dataMapOf(path: string | undefined, cwd: string): Pick<ServeConfig, 'dataMap'> {
  if (path === undefined) return {};
  const { text: content } = readDataMapFile(resolve(cwd, path));
  return { dataMap: { text: content, file: basename(path) } };
}

/** Read here for its slips; each worker reads it itself. Throws USAGE, UNREADABLE_INPUT. */
function adequacyOf(path: string | undefined, cwd: string): Pick<ServeConfig, 'adequacy'> {
  if (path === undefined) return {};
  const file = resolve(cwd, path);
  readAdequacyFile(file);
  return { adequacy: file };
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({ args: [...argv], options: OPTIONS, allowPositionals: true, strict: true });
  } catch (error) {
    throw new RingfenceError('USAGE', optionSlip(error, 'serve'));
  }
}

type Values = ReturnType<typeof readOptions>['values'];
type NamedSource = Omit<ClusterSpec, 'id'>;

function sourcesOf(
  values: Values,
  positionals: readonly string[],
  kubeconfig: string | undefined,
  cwd: string,
): readonly NamedSource[] {
  const sources: NamedSource[] = [];
  for (const context of values.context ?? []) {
    sources.push({ name: context, source: { type: 'live', context, kubeconfig } });
  }
  if (values['in-cluster'] === true) sources.push({ name: 'in-cluster', source: { type: 'live', inCluster: true } });
  if (values.demo === true) sources.push(demo);
  if (positionals.length > 0) {
    const paths = positionals.map((path) => sourcePath(path, cwd));
    sources.push({ name: nameOfSources(positionals), source: { type: 'files', paths } });
  }
  for (const named of values.cluster ?? []) sources.push(namedCluster(named, kubeconfig, cwd));
  const stdin = sources
    .flatMap(({ source }) => (source.type === 'files' ? source.paths : []))
    .filter((path) => path === '-');
  if (stdin.length > 1) throw new RingfenceError('USAGE', text.STDIN_TWICE);
  return sources;
}

/** A waiver is for one cluster: given to several, it would be unused in all others. Throws USAGE, UNREADABLE_INPUT. */
function withWaivers(
  sources: readonly NamedSource[],
  waivers: string | undefined,
  cwd: string,
): readonly NamedSource[] {
  if (waivers === undefined) return sources;
  if (sources.length > 1) throw new RingfenceError('USAGE', WAIVERS.oneCluster);
  const file = resolve(cwd, waivers);
  readWaivers(file, new Date().toISOString().slice(0, 10)); // each cluster's worker would find the slip, over and over
  return sources.map((source) => ({ ...source, waivers: file }));
}

/** A source of traffic is of one cluster: nothing in a flow says of which. Throws USAGE. */
function withFlows(sources: readonly NamedSource[], values: Values, cwd: string): readonly NamedSource[] {
  const flows = flowSettings(values, cwd);
  if (flows === undefined) return sources;
  if (sources.length > 1) throw new RingfenceError('USAGE', FLOW_OPTIONS.oneCluster);
  return sources.map((source) => ({ ...source, flows }));
}

/** What is served where nothing was chosen. */
function defaultSource(kubeconfig: string | undefined, env: Readonly<Record<string, string | undefined>>): NamedSource {
  if (kubeconfig !== undefined || kubeconfigFiles(undefined, env).length > 0) {
    // By its name: the file may be given another current context while this cluster is read, or cannot be reached.
    const context = findContext(undefined, kubeconfig, env)?.context;
    return { name: context ?? text.CURRENT_CONTEXT, source: { type: 'live', context, kubeconfig } };
  }
  if (env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(SERVICE_ACCOUNT_TOKEN)) {
    return { name: 'in-cluster', source: { type: 'live', inCluster: true } };
  }
  return demo;
}

const SERVICE_ACCOUNT_TOKEN = '/var/run/secrets/kubernetes.io/serviceaccount/token';
const demo: NamedSource = { name: 'demo', source: { type: 'demo' } };

/** `NAME=SOURCE`: SOURCE is a path, `demo`, `in-cluster` or `context:NAME`. */
function namedCluster(argument: string, kubeconfig: string | undefined, cwd: string): NamedSource {
  const equals = argument.indexOf('=');
  const name = argument.slice(0, equals);
  const source = argument.slice(equals + 1);
  if (equals < 1 || source === '') throw new RingfenceError('USAGE', text.badCluster(argument));
  if (source === '--demo' || source === 'demo') return { name, source: { type: 'demo' } };
  if (source === '--in-cluster' || source === 'in-cluster') return { name, source: { type: 'live', inCluster: true } };
  if (source.startsWith('context:')) {
    return { name, source: { type: 'live', context: source.slice('context:'.length), kubeconfig } };
  }
  return { name, source: { type: 'files', paths: [sourcePath(source, cwd)] } };
}

/** A relative path against `cwd`, behind `snapshot:` too; `-` stays standard input. */
function sourcePath(path: string, cwd: string): string {
  if (path === '-') return path;
  if (path.startsWith('snapshot:')) return `snapshot:${resolve(cwd, path.slice('snapshot:'.length))}`;
  return isAbsolute(path) ? path : resolve(cwd, path);
}

/** Path segments of the page itself, which no cluster may be called. */
const RESERVED_IDS = new Set(['api', 'settings', 'sign-in', 'icon', 'favicon']);
const MAX_ID_LENGTH = 60;

/** The name in lower case with everything but letters and digits as single dashes, distinct from `taken`. */
export function clusterId(name: string, taken: ReadonlySet<string>): string {
  const slug =
    name
      .toLowerCase()
      .replace(/[^a-z0-9]+/g, '-')
      .slice(0, MAX_ID_LENGTH)
      .replace(/^-+|-+$/g, '') || 'cluster';
  for (let number = RESERVED_IDS.has(slug) ? 2 : 1; ; number++) {
    const id = number === 1 ? slug : `${slug}-${number}`;
    if (!taken.has(id)) return id;
  }
}

function withIds(sources: readonly NamedSource[]): readonly ClusterSpec[] {
  const taken = new Set<string>();
  return sources.map((source) => {
    const id = clusterId(source.name, taken);
    taken.add(id);
    return { id, ...source };
  });
}

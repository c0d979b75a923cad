import { type ParseArgsConfig, parseArgs } from 'node:util';
import { RingfenceError } from '#lib/api/errors.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { optionSlip } from '#lib/text/en/option-slip.ts';
import { dataDirOf } from '#server/data-dir.ts';

/** What every command takes (command-line.md, "Common options"). */
export interface CommonOptions {
  readonly sources: readonly string[];
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly inCluster: boolean;
  readonly demo: boolean;
  readonly profile: string;
  readonly sets: readonly string[];
  /** A DataMap file. */
  readonly dataMap?: string;
  /** A file with an adequacy table. */
  readonly adequacy?: string;
  /** Where snapshots and what people say of a cluster are kept. */
  readonly dataDir: string;
  /** Filters what is printed; undefined: all. */
  readonly namespaces: ReadonlySet<string> | undefined;
  readonly format: string;
  readonly output?: string;
  readonly color: boolean;
  /** -1 quiet, 0, 1 and more verbose. */
  readonly verbosity: number;
  readonly strict: boolean;
  readonly taken?: string;
  readonly assumeNamespaces: boolean;
}

type OptionTable = NonNullable<ParseArgsConfig['options']>;

const COMMON = {
  context: { type: 'string', multiple: true },
  kubeconfig: { type: 'string' },
  'in-cluster': { type: 'boolean' },
  demo: { type: 'boolean' },
  profile: { type: 'string' },
  set: { type: 'string', multiple: true },
  'data-map': { type: 'string' },
  adequacy: { type: 'string' },
  'data-dir': { type: 'string' },
  namespace: { type: 'string', multiple: true },
  format: { type: 'string', short: 'o' },
  output: { type: 'string' },
  'no-color': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  verbose: { type: 'boolean', short: 'v', multiple: true },
  strict: { type: 'boolean' },
  taken: { type: 'string' },
  'assume-namespaces': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const satisfies OptionTable;

export interface CommandLine {
  readonly help: boolean;
  readonly common: CommonOptions;
  /** The command's own options, as given. */
  readonly own: Readonly<Record<string, string | boolean | readonly (string | boolean)[] | undefined>>;
}

export interface CommandSyntax {
  readonly command: string;
  readonly options?: OptionTable;
  /** The first is the default. */
  readonly formats: readonly string[];
  /** Formats of the contract that a later version brings. */
  readonly laterFormats?: readonly string[];
  /** Options of the contract that a later version brings. */
  readonly laterOptions?: readonly string[];
}

/**
 * Parses a command's arguments strictly.
 * @throws RingfenceError USAGE, with a sentence that names the option.
 */
export function parseCommandLine(argv: readonly string[], syntax: CommandSyntax): CommandLine {
  const { command } = syntax;
  const own = { ...syntax.options };
  for (const name of syntax.laterOptions ?? []) own[name] = { type: 'string' };
  const { values, positionals } = parseStrictly(argv, { ...COMMON, ...own }, command);
  for (const name of syntax.laterOptions ?? []) {
    if (values[name] !== undefined) throw usage(CLI.optionNotInThisVersion(`--${name}`));
  }
  const contexts = strings(values.context);
  if (contexts.length > 1) throw usage(CLI.twoContexts);
  const [context] = contexts;
  const live = context !== undefined || values['in-cluster'] === true || values.kubeconfig !== undefined;
  const kinds = [live, values.demo === true, positionals.length > 0].filter(Boolean).length;
  if (kinds > 1) throw usage(CLI.mixedSources);
  if (context !== undefined && values['in-cluster'] === true) throw usage(CLI.twoContexts);
  const namespaces = strings(values.namespace);
  const common: CommonOptions = {
    sources: positionals,
    context,
    kubeconfig: text(values.kubeconfig),
    inCluster: values['in-cluster'] === true,
    demo: values.demo === true,
    profile: text(values.profile) ?? 'upstream',
    sets: strings(values.set),
    dataMap: text(values['data-map']),
    adequacy: text(values.adequacy),
    dataDir: dataDirOf(text(values['data-dir']), process.env, process.cwd()),
    namespaces: namespaces.length === 0 ? undefined : new Set(namespaces),
    format: formatOf(text(values.format), syntax),
    output: text(values.output),
    color: values['no-color'] !== true && (process.env.NO_COLOR ?? '') === '',
    verbosity: values.quiet === true ? -1 : ((values.verbose as readonly boolean[] | undefined)?.length ?? 0),
    strict: values.strict === true,
    taken: takenOf(text(values.taken)),
    assumeNamespaces: values['assume-namespaces'] === true,
  };
  return { help: values.help === true, common, own: values };
}

function parseStrictly(argv: readonly string[], options: OptionTable, command: string) {
  try {
    const parsed = parseArgs({ args: [...argv], options, allowPositionals: true, strict: true });
    return { values: parsed.values as CommandLine['own'], positionals: parsed.positionals };
  } catch (error) {
    throw usage(optionSlip(error, command));
  }
}

function formatOf(format: string | undefined, { formats, laterFormats = [] }: CommandSyntax): string {
  if (format === undefined) return formats[0] ?? '';
  if (laterFormats.includes(format)) throw usage(CLI.formatNotInThisVersion(format));
  if (!formats.includes(format)) throw usage(CLI.unknownFormat(format, formats));
  return format;
}

/** RFC 3339, kept as written. */
function takenOf(taken: string | undefined): string | undefined {
  if (taken === undefined) return undefined;
  const isTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(taken);
  if (!isTime || Number.isNaN(Date.parse(taken))) throw usage(CLI.badTaken(taken));
  return taken;
}

export function text(value: CommandLine['own'][string]): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function strings(value: CommandLine['own'][string]): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

export function usage(message: string): RingfenceError {
  return new RingfenceError('USAGE', message);
}

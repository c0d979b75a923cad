import { parseArgs } from 'node:util';
import { adversarialClusters } from '#lib/policy/adversarial-clusters.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { CLI } from '#lib/text/en/cli.ts';
import { optionSlip } from '#lib/text/en/option-slip.ts';
import { measureChecks } from './bench/measure-checks.ts';
import { measureEngine } from './bench/measure-engine.ts';
import { measureEvents } from './bench/measure-events.ts';
import { measureLeases } from './bench/measure-leases.ts';
import { measureManifests } from './bench/measure-manifests.ts';
import { growthExponent, rounded } from './bench/timing.ts';
import { usage } from './options.ts';

/** The sizes of the published table. */
const SIZES = [
  { pods: 1_000, policies: 100 },
  { pods: 10_000, policies: 1_000 },
  { pods: 50_000, policies: 5_000 },
  { pods: 150_000, policies: 10_000 },
];

/** As long as a local relay is observed. */
const RELAY_SECONDS = 20;

const CHECK_SHAPES = [
  { otherWorkloads: 'none', waysIn: 'none' },
  { otherWorkloads: 'unknown', waysIn: 'none' },
  { otherWorkloads: 'none', waysIn: 'each namespace' },
] as const;

/** `ringfence bench`: the engine's own benchmark as JSON lines. */
export async function bench(argv: readonly string[]): Promise<number> {
  const options = parseOptions(argv);
  if (options === undefined) {
    process.stdout.write(CLI.helpOf('bench'));
    return 0;
  }
  if (options.manifests !== undefined) {
    print(await measureManifests(options.manifests));
    return 0;
  }
  if (options.flows !== undefined) {
    const { measureFlows } = await import('./bench/measure-flows.ts');
    print({ shape: 'flows', ...measureFlows() });
    const { measureJoin } = await import('./bench/measure-join.ts');
    print({ shape: 'flows beside what is allowed', ...measureJoin() });
    const { measureRelay } = await import('./bench/measure-relay.ts');
    print({ shape: 'flows of a relay', ...(await measureRelay(RELAY_SECONDS, 0)) });
    const { measureFlowStore } = await import('./bench/measure-flow-store.ts');
    print({ shape: 'flow store', ...(await measureFlowStore(options.flows)) });
    return 0;
  }
  const cold: (readonly [number, number])[] = [];
  for (const size of SIZES) {
    if (size.pods > options.pods) continue;
    const objects = generateCluster({ ...size, seed: options.seed });
    const figures = measureEngine(objects);
    cold.push([figures.pods + figures.policies, figures.coldMs]);
    print({ shape: 'realistic', ...figures, ...measureEvents(objects), ...measureLeases(objects) });
    const { pods, policies } = figures;
    for (const shape of CHECK_SHAPES) print({ shape: 'all checks', pods, policies, ...measureChecks(objects, shape) });
    const clusterWide = generateCluster({ ...size, seed: options.seed, clusterWide: true });
    print({
      shape: 'realistic, with cluster-wide policies',
      ...measureEngine(clusterWide),
      ...measureEvents(clusterWide),
      ...measureLeases(clusterWide),
    });
  }
  print({ growth: 'coldMs over pods + policies', exponent: rounded(growthExponent(cold)) });
  for (const make of adversarialClusters(Math.min(1, options.pods / 10_000))) {
    const { shape, objects } = make();
    print({ shape, ...measureEngine(objects) });
  }
  return 0;
}

interface BenchOptions {
  readonly pods: number;
  readonly seed: number;
  readonly manifests: string | undefined;
  /** Measures observed flows instead, and a store of so many minute-edges. */
  readonly flows: number | undefined;
}

/** Undefined where help was asked for. Throws RingfenceError USAGE. */
function parseOptions(argv: readonly string[]): BenchOptions | undefined {
  let values: ReturnType<typeof parse>;
  try {
    values = parse(argv);
  } catch (error) {
    throw usage(optionSlip(error, 'bench'));
  }
  if (values.help === true) return undefined;
  const pods = values.pods === undefined ? Number.POSITIVE_INFINITY : wholeNumber('--pods', values.pods);
  const flows = values.flows === undefined ? undefined : wholeNumber('--flows', values.flows);
  return { pods, seed: wholeNumber('--seed', values.seed), manifests: values.manifests, flows };
}

function parse(argv: readonly string[]) {
  return parseArgs({
    args: [...argv],
    options: {
      help: { type: 'boolean', short: 'h' },
      manifests: { type: 'string' },
      flows: { type: 'string' },
      pods: { type: 'string' },
      seed: { type: 'string', default: '1' },
    },
  }).values;
}

function wholeNumber(option: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw usage(CLI.wholeNumber(option, text));
  return value;
}

function print(line: object): void {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

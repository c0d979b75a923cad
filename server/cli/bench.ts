import { performance } from 'node:perf_hooks';
import { compileModel } from '#lib/policy/compile-model.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { PROFILES } from '#lib/policy/profile.ts';

/** Sizes of engineering.md's table of budgets. */
const SIZES = [
  { pods: 1_000, policies: 100 },
  { pods: 10_000, policies: 1_000 },
  { pods: 50_000, policies: 5_000 },
  { pods: 150_000, policies: 10_000 },
];
const COMPILES = 3;
const POINT_QUERIES = 20_000;
const ROW_QUERIES = 200;
const EXPLANATIONS = 500;

/**
 * Measures the engine on invented clusters and prints one JSON line for each size.
 * @param argv `--pods N` measures only sizes up to N pods.
 */
export function runBench(
  argv: readonly string[],
  write: (line: string) => void = (line) => process.stdout.write(line),
): void {
  const at = argv.indexOf('--pods');
  const limit = at < 0 ? Number.POSITIVE_INFINITY : Number(argv[at + 1]);
  for (const size of SIZES.filter(({ pods }) => pods <= limit)) write(`${JSON.stringify(measure(size))}\n`);
}

function measure(size: { readonly pods: number; readonly policies: number }) {
  const objects = generateCluster(size);
  const before = heapMegabytes();
  const compiles: number[] = [];
  let model: PolicyModel | undefined;
  for (let i = 0; i < COMPILES; i++) {
    const start = performance.now();
    model = compileModel(objects, PROFILES.calico);
    compiles.push(performance.now() - start);
  }
  const compiled = model as PolicyModel;
  const memory = heapMegabytes() - before;
  const pods = [...objects.pods.keys()];
  const end = (n: number): SingleEnd => {
    const pod = pods[(n * 7919) % pods.length] as string; // a prime: spread over the whole list
    return { type: 'class', class: compiled.classOf(pod) ?? 0, pod };
  };
  return {
    ...size,
    classes: compiled.classes.length,
    coldCompileMs: rounded(compiles[0] ?? 0),
    compileMs: rounded(Math.min(...compiles)),
    memoryMB: rounded(memory),
    pointQueryUs: rounded(perCall(POINT_QUERIES, (n) => compiled.relation(end(n), end(n * 31 + 1))) * 1000),
    rowsIntoMs: rounded(perCall(ROW_QUERIES, (n) => compiled.rowsInto(end(n)))),
    rowsOutOfMs: rounded(perCall(ROW_QUERIES, (n) => compiled.rowsOutOf(end(n)))),
    explainUs: rounded(
      perCall(EXPLANATIONS, (n) => compiled.explain(end(n), end(n * 31 + 1), { protocol: 'TCP', port: 8080 })) * 1000,
    ),
    externalRowsMs: rounded(perCall(ROW_QUERIES, (n) => compiled.externalRows(end(n), 'egress'))),
  };
}

/** Mean milliseconds of one call, the first round left out. */
function perCall(calls: number, call: (n: number) => unknown): number {
  for (let n = 0; n < calls / 10; n++) call(n);
  const start = performance.now();
  for (let n = 0; n < calls; n++) call(n);
  return (performance.now() - start) / calls;
}

function heapMegabytes(): number {
  globalThis.gc?.(); // exact only under node --expose-gc
  return process.memoryUsage().heapUsed / 1_048_576;
}

function rounded(value: number): number {
  return Math.round(value * 100) / 100;
}

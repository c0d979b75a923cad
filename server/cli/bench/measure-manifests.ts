import { performance } from 'node:perf_hooks';
import { compileModel } from '#lib/policy/compile-model.ts';
import { connectionsOf } from '#lib/policy/connections.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { readSources } from '#server/cluster/files/read-sources.ts';
import { rounded } from './timing.ts';

/**
 * Reads manifests as every command does and walks the whole relation of their workloads, from the first byte to the last
 * edge, written out.
 * @throws RingfenceError as reading files does.
 */
export async function measureManifests(folder: string) {
  const start = performance.now();
  const { objects } = await readSources([folder], { stdin: undefined, strict: false });
  const read = performance.now();
  const model = compileModel(objects, PROFILES.upstream);
  const compiled = performance.now();
  let edges = 0;
  for (const _ of connectionsOf(model, { expand: true }).edges) edges++;
  const end = performance.now();
  const { maxRSS } = process.resourceUsage();
  return {
    manifests: folder,
    namespaces: model.namespaces.length,
    workloads: model.workloads.length,
    pods: objects.pods.size,
    policies: objects.networkPolicies.size,
    classes: model.classes.length,
    edges,
    readMs: rounded(read - start),
    compileMs: rounded(compiled - read),
    edgesMs: rounded(end - compiled),
    totalMs: rounded(end - start),
    peakMB: rounded(maxRSS / 1024),
  };
}

import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { RingfenceError } from '#lib/api/errors.ts';
import { demoObserved } from '#lib/flows/demo-observed.ts';
import { packObserved, unpackObserved } from '#lib/flows/packed-observed.ts';
import { lazily } from '#lib/gdpr/lazily.ts';
import type { ObservedFacts } from '#lib/gdpr/observed-facts.ts';
import type { ClusterObjects } from '#lib/kube/cluster-objects.ts';
import { readingFailures } from '#lib/text/en/reading.ts';
import type { SourceReading } from '../files/document-sink.ts';
import { readSources } from '../files/read-sources.ts';

/** The demo's own time: its picture and its report are the same on every day. */
export const DEMO_TAKEN = '2026-11-23T09:41:07Z';
export const DEMO_CLUSTER = 'demo';

/** The built-in demo: a believable company in nine namespaces, from the manifests beside this file. */
export async function demoReading(): Promise<SourceReading & { readonly taken: string; readonly cluster: string }> {
  const { objects, record } = await readSources([demoFolder()]);
  return {
    ...{ objects, taken: DEMO_TAKEN, cluster: DEMO_CLUSTER, observed: demoFacts(objects) },
    record: { ...record, from: 'demo' },
  };
}

/** What was observed in the day before the demo's own time, made when it is first read: a picture need not wait for it. */
function demoFacts(objects: ClusterObjects): ObservedFacts {
  const traffic = lazily(() => unpackObserved(packObserved(demoObserved(objects, Date.parse(DEMO_TAKEN)))));
  return {
    get traffic() {
      return traffic();
    },
  };
}

/** What the company of the demo declares of its data, beside the folder of its manifests. */
export function demoDataMap(): { readonly text: string; readonly file: string } {
  const path = join(demoFolder(), '..', 'demo-data-map.yaml');
  return { text: readFileSync(path, 'utf8'), file: basename(path) };
}

/** Beside this file in a checkout; under `RINGFENCE_APP_DIR` where a bundler has moved the code away from its files. */
function demoFolder(): string {
  const appFolder = process.env.RINGFENCE_APP_DIR;
  const candidates = [
    dirname(fileURLToPath(import.meta.url)), // not `new URL('.', …)`, which the bundler takes for a module
    ...(appFolder === undefined ? [] : [join(appFolder, 'server', 'cluster', 'demo')]),
    join(process.cwd(), 'server', 'cluster', 'demo'),
  ];
  const found = candidates.find((folder) => existsSync(join(folder, 'policies.yaml')));
  if (found === undefined) throw new RingfenceError('INTERNAL', readingFailures.noDemo);
  return found;
}

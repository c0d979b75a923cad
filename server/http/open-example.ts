import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataMapBody } from '#lib/api/data-schemas.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { ClusterListItem } from '#lib/api/types.ts';
import * as text from '#lib/text/en/server.ts';
import { clusterListItem } from '#server/cluster-list-item.ts';
import type { HandlerContext } from './handle.ts';
import { untilRead } from './until-read.ts';

/**
 * Opens one of the examples that ship with the documents: its manifests as a cluster of their own, its DataMap kept for
 * it. One that is open is given again. Throws BAD_REQUEST where a DataMap was given at start, for it counts for all.
 */
export async function openExample(
  _: object,
  { body: { example }, runtime, signal }: HandlerContext<'POST /api/examples'>,
): Promise<ClusterListItem> {
  const folder = exampleFolder(example);
  const cluster = join(folder, 'cluster.yaml');
  for (const { id } of runtime.clusters()) {
    const analysis = runtime.cluster(id);
    const { source } = analysis.spec;
    if (source.type === 'files' && source.paths.length === 1 && source.paths[0] === cluster) {
      return clusterListItem(analysis);
    }
  }
  const analysis = runtime.add(example, { type: 'files', paths: [cluster] });
  const { id } = analysis.spec;
  try {
    await untilRead(analysis, runtime, signal);
    const dataMap = readFileSync(join(folder, 'data-map.yaml'), 'utf8');
    const body = dataMapBody.parse({ text: dataMap, keep: true, who: text.EXAMPLE_KEEPER });
    await analysis.ask('POST /api/clusters/{cluster}/data-map', { cluster: id }, { body, signal });
  } catch (error) {
    await runtime.remove(id);
    throw error;
  }
  return clusterListItem(analysis);
}

/** In the documents of a checkout; under `RINGFENCE_APP_DIR` where a bundler has moved the code away from them. */
function exampleFolder(example: string): string {
  const roots = [process.env.RINGFENCE_APP_DIR, process.env.RINGFENCE_ROOT, process.cwd()];
  const found = roots
    .filter((root) => root !== undefined)
    .map((root) => join(root, 'docs', 'examples', example))
    .find((folder) => existsSync(join(folder, 'cluster.yaml')));
  if (found === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchExample(example));
  return found;
}

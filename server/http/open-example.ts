import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterListItem } from '#lib/api/cluster-types.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { DATA_MAP } from '#lib/text/en/data-map.ts';
import * as text from '#lib/text/en/server.ts';
import { clusterListItem } from '#server/cluster-list-item.ts';
import type { HandlerContext } from './handle.ts';
import { untilRead } from './until-read.ts';

/**
 * Opens one of the examples that ship with the documents: its manifests as a cluster of their own with its DataMap, until
 * the page keeps another. One that is open is given again. Throws BAD_REQUEST where a DataMap was given at start, for it counts for all.
 */
export async function openExample(
  _: object,
  { body: { example }, runtime, signal }: HandlerContext<'POST /api/examples'>,
): Promise<ClusterListItem> {
  const given = runtime.config.dataMap;
  if (given !== undefined) throw new RingfenceError('BAD_REQUEST', DATA_MAP.givenAtStart(given.file));
  const folder = exampleFolder(example);
  for (const { id } of runtime.clusters()) {
    const analysis = runtime.cluster(id);
    const { source } = analysis.spec;
    if (source.type === 'files' && source.example?.name === example) return clusterListItem(analysis);
  }
  const file = 'data-map.yaml';
  const dataMap = { text: readFileSync(join(folder, file), 'utf8'), file };
  const paths = [join(folder, 'cluster.yaml')];
  const analysis = runtime.add(example, { type: 'files', paths, example: { name: example, dataMap } });
  try {
    await untilRead(analysis, runtime, signal);
  } catch (error) {
    await runtime.remove(analysis.spec.id);
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

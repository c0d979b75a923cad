import { createHash } from 'node:crypto';
import { resolve } from 'node:path';
import { findContext } from './cluster/live/find-context.ts';
import { type ClusterSpec, clusterId, type SourceSpec } from './config.ts';

const HASH_LENGTH = 12;

/**
 * The name under which the data folder keeps what people say of a cluster: `prod-1f0a9c3e5b7d`. The hash is of where its
 * objects come from, never of its address on the page: two folders called `manifests` are two clusters, and the waivers
 * of one must not count for the other. Undefined where the source cannot be told from others of its kind (an upload,
 * standard input, no such context): then everything lasts as long as the process.
 */
export function keptUnder({ name, source }: Pick<ClusterSpec, 'name' | 'source'>): string | undefined {
  const identity = identityOf(source);
  if (identity === undefined) return undefined;
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('hex').slice(0, HASH_LENGTH);
  return `${clusterId(name, new Set())}-${hash}`;
}

/**
 * As `keptUnder`, but where the data folder knows the source by another name, because it was called otherwise before, that
 * name: what was said of it counts on, and its chain goes on. Two other names are two clusters, and neither is taken.
 * @param known the names in the data folder.
 * @param others those of other clusters that are open, which are not taken either.
 */
export function keptAmong(
  known: readonly string[],
  spec: Pick<ClusterSpec, 'name' | 'source'>,
  others: ReadonlySet<string> = NOBODY,
): string | undefined {
  const kept = keptUnder(spec);
  return kept === undefined ? undefined : nameAmong(known, kept, others);
}

const NOBODY: ReadonlySet<string> = new Set();

/** The same of a name: itself, or the only other one of its source among `known` that is not one of `others`. */
export function nameAmong(known: readonly string[], kept: string, others: ReadonlySet<string>): string {
  if (known.includes(kept)) return kept;
  const suffix = kept.slice(-(HASH_LENGTH + 1)); // where the objects come from, whatever the cluster is called
  const [only, ...more] = known.filter((name) => name.endsWith(suffix) && !others.has(name));
  return only === undefined || more.length > 0 ? kept : only;
}

/** What is kept of observed flows: those of the demo are invented anew at each start, and nothing of them is. */
export function flowsKept({ source }: Pick<ClusterSpec, 'source'>, kept: string | undefined): string | undefined {
  return source.type === 'demo' ? undefined : kept;
}

function identityOf(source: SourceSpec): readonly string[] | undefined {
  switch (source.type) {
    case 'demo':
      return ['demo'];
    case 'files':
      if (source.example !== undefined) return ['example', source.example.name];
      return source.paths.includes('-') ? undefined : ['files', ...source.paths.map(absolute).sort()];
    case 'live': {
      if (source.inCluster === true) {
        const { KUBERNETES_SERVICE_HOST: host, KUBERNETES_SERVICE_PORT: port = '443' } = process.env;
        return host === undefined ? undefined : ['in-cluster', host, port];
      }
      const found = findContext(source.context, source.kubeconfig);
      return found === undefined ? undefined : ['context', found.context, found.file];
    }
    case 'upload':
      return undefined;
  }
}

/** As `config.ts` resolves paths, and without a slash at the end. */
function absolute(path: string): string {
  const snapshot = 'snapshot:';
  return path.startsWith(snapshot) ? `${snapshot}${resolve(path.slice(snapshot.length))}` : resolve(path);
}

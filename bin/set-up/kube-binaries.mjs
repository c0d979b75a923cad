/** etcd and kube-apiserver for the tests of the live source. */
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { run } from './child.mjs';
import { withLock } from './lock.mjs';
import { cache, root } from './places.mjs';

const VERSION = 'v1.35.4';
const [MAJOR, MINOR] = VERSION.slice(1).split('.');
const OLDEST_GO = [1, 25];
const BUILDS = { etcd: 'go.etcd.io/etcd/server/v3', 'kube-apiserver': 'k8s.io/kubernetes/cmd/kube-apiserver' };

const folder = join(cache, 'kube', VERSION);

/** Folder with both programs, or undefined: $KUBEBUILDER_ASSETS (the envtest convention), else our cache. */
export function findKubeBinaries() {
  return [process.env.KUBEBUILDER_ASSETS, folder].find(
    (place) => place && Object.keys(BUILDS).every((name) => existsSync(join(place, name))),
  );
}

/** True where the installed Go can build them. */
export async function goIsNewEnough() {
  const { status, output } = await run('go', ['env', 'GOVERSION'], { env: { ...process.env, GOTOOLCHAIN: 'local' } });
  const [major = 0, minor = 0] = output.trim().replace(/^go/, '').split('.').map(Number.parseFloat);
  return status === 0 && (major > OLDEST_GO[0] || (major === OLDEST_GO[0] && minor >= OLDEST_GO[1]));
}

/**
 * Builds both into the cache: about five minutes once, 86 MB of sources. Returns the folder, or the output of what failed
 * as `{problem}`. `tell` hears what is going on.
 */
export async function buildKubeBinaries(tell) {
  return withLock(`${folder}.lock`, async () => {
    if (findKubeBinaries() === folder) return { folder };
    const building = `${folder}.${process.pid}`;
    mkdirSync(building, { recursive: true });
    try {
      for (const [name, source] of Object.entries(BUILDS)) {
        tell(`building ${name} ${VERSION} from source, once`);
        const prefix = 'k8s.io/component-base/version';
        const flags = `-s -w -X ${prefix}.gitVersion=${VERSION} -X ${prefix}.gitMajor=${MAJOR} -X ${prefix}.gitMinor=${MINOR}`;
        const { status, output } = await run(
          'go',
          [
            'build',
            '-p',
            String(availableParallelism()),
            '-trimpath',
            `-ldflags=${flags}`,
            '-o',
            join(building, name),
            source,
          ],
          { cwd: join(root, 'e2e', 'cluster'), env: { ...process.env, CGO_ENABLED: '0' } },
        );
        if (status !== 0) return { problem: output };
      }
      rmSync(folder, { recursive: true, force: true });
      renameSync(building, folder);
      return { folder };
    } finally {
      rmSync(building, { recursive: true, force: true });
    }
  });
}

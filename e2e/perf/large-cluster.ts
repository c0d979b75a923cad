import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { captureOf } from '#lib/kube/capture.ts';
import { generateCluster } from '#lib/policy/generate-cluster.ts';
import { startRingfence } from '../ringfence-server.ts';

const LARGE = { pods: 10_000, policies: 1_000 };

export interface Server {
  /** `http://127.0.0.1:PORT` */
  readonly address: string;
  /** Of its one cluster, as addresses have it. */
  readonly id: string;
  /** Milliseconds from the start of the command to the first answer with a scene. */
  readonly startToScene: number;
  stop(): Promise<void>;
}

/** A server with a file of 10,000 pods and 1,000 policies, invented from a seed. */
export async function serveLargeCluster(): Promise<Server> {
  const folder = await mkdtemp(join(tmpdir(), 'ringfence-large-'));
  const file = join(folder, 'large.json');
  await writeFile(file, JSON.stringify(captureOf(generateCluster(LARGE), { cluster: 'large' })));
  const started = performance.now();
  const server = await startRingfence([file]);
  const { address } = server;
  const id = await firstCluster(address);
  while (!(await fetch(`${address}/api/clusters/${id}/scene`)).ok)
    await new Promise((resolve) => setTimeout(resolve, 20));
  return {
    ...{ address, id, startToScene: performance.now() - started },
    async stop() {
      await server.stop();
      await rm(folder, { recursive: true });
    },
  };
}

export async function firstCluster(address: string): Promise<string> {
  const { clusters } = (await (await fetch(`${address}/api/clusters`)).json()) as {
    clusters: readonly { id: string }[];
  };
  const [first] = clusters;
  if (first === undefined) throw new Error('the server has no cluster');
  return first.id;
}

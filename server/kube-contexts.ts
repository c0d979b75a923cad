import { readFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const kubeconfigSchema = z.object({ contexts: z.array(z.object({ name: z.string() })).nullish() });

/**
 * Names of the contexts in the kubeconfig at this moment, sorted: what Connect may offer later. Files that are missing
 * or cannot be read have none; connecting says why.
 */
export async function kubeContexts(
  kubeconfig: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const path of kubeconfigPaths(kubeconfig, env)) {
    for (const name of await contextsIn(path)) names.add(name);
  }
  return [...names].sort();
}

function kubeconfigPaths(
  kubeconfig: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  if (kubeconfig !== undefined) return [kubeconfig];
  const listed = env.KUBECONFIG;
  if (listed !== undefined && listed !== '') return listed.split(delimiter).filter((path) => path !== '');
  return [join(env.HOME ?? homedir(), '.kube', 'config')];
}

async function contextsIn(path: string): Promise<readonly string[]> {
  try {
    const parsed = kubeconfigSchema.safeParse(parse(await readFile(path, 'utf8')));
    return parsed.data?.contexts?.map(({ name }) => name) ?? [];
  } catch {
    return [];
  }
}

import { readFile } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const kubeconfigSchema = z.object({
  users: z
    .array(z.object({ name: z.string(), user: z.object({ tokenFile: z.string().nullish() }).nullish() }))
    .nullish(),
});

/**
 * The file that holds a user's token, as `tokenFile` of the kubeconfig names it: the client package leaves it out. The
 * first of the files that knows the user decides, as everywhere in kubeconfigs. Undefined where there is none.
 */
export async function findTokenFile(kubeconfigs: readonly string[], user: string): Promise<string | undefined> {
  for (const file of kubeconfigs) {
    const config = kubeconfigSchema.safeParse(parse(await readFile(file, 'utf8'), { logLevel: 'silent' }));
    const found = config.data?.users?.find(({ name }) => name === user);
    if (found === undefined) continue;
    const { tokenFile } = found.user ?? {};
    return tokenFile === undefined || tokenFile === null || tokenFile === ''
      ? undefined
      : resolve(dirname(file), tokenFile);
  }
  return undefined;
}

/** Read at each request: whoever rotates tokens replaces the file, and the old one may end at any time after. */
export async function readToken(file: string): Promise<string> {
  return (await readFile(file, 'utf8')).trim();
}

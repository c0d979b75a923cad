import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { kubeconfigFiles } from './kubeconfig-files.ts';

const kubeconfigSchema = z.object({
  'current-context': z.string().nullish(),
  contexts: z.array(z.object({ name: z.string() })).nullish(),
});

/**
 * The context that a live source means, and the file that holds it: "default" of two files is two clusters. Without a
 * name the current one, as the client package merges files: the last that names one. Undefined where there is none or a
 * file cannot be read; whoever connects is told why.
 */
export function findContext(
  named: string | undefined,
  kubeconfig: string | undefined,
): { readonly context: string; readonly file: string } | undefined {
  let configs: readonly (z.output<typeof kubeconfigSchema> & { readonly file: string })[];
  try {
    configs = kubeconfigFiles(kubeconfig).map((file) => ({
      ...kubeconfigSchema.parse(parse(readFileSync(file, 'utf8'), { logLevel: 'silent' })),
      file: resolve(file),
    }));
  } catch {
    return undefined;
  }
  const context = named ?? configs.map((config) => config['current-context']).findLast(Boolean);
  if (context === undefined || context === null) return undefined;
  const holder = configs.find(({ contexts }) => contexts?.some(({ name }) => name === context));
  return holder === undefined ? undefined : { context, file: holder.file };
}

import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { kubeconfigFiles } from './kubeconfig-files.ts';

type Environment = Readonly<Record<string, string | undefined>>;

const kubeconfigSchema = z.object({
  'current-context': z.string().nullish(),
  contexts: z.array(z.object({ name: z.string() })).nullish(),
  clusters: z.array(z.object({ name: z.string() })).nullish(),
  users: z.array(z.object({ name: z.string() })).nullish(),
});

type ContextsOfFile = z.output<typeof kubeconfigSchema> & { readonly file: string };

/** What the kubeconfig's files say of contexts, in their order; undefined where one of them cannot be read. */
export function readContexts(kubeconfig: string | undefined, env?: Environment): readonly ContextsOfFile[] | undefined {
  try {
    return kubeconfigFiles(kubeconfig, env).map((file) => ({
      ...kubeconfigSchema.parse(parse(readFileSync(file, 'utf8'), { logLevel: 'silent' })),
      file: resolve(file),
    }));
  } catch {
    return undefined;
  }
}

/** The current context, as the client package merges files: the last that names one. */
export function currentOf(configs: readonly ContextsOfFile[]): string | undefined {
  return configs.map((config) => config['current-context']).findLast(Boolean) ?? undefined;
}

/**
 * The context that a live source means, and the file that holds it: "default" of two files is two clusters. Without a
 * name the current one. Undefined where there is none or a file cannot be read; whoever connects is told why.
 */
export function findContext(
  named: string | undefined,
  kubeconfig: string | undefined,
  env?: Environment,
): { readonly context: string; readonly file: string } | undefined {
  const configs = readContexts(kubeconfig, env);
  if (configs === undefined) return undefined;
  const context = named ?? currentOf(configs);
  if (context === undefined) return undefined;
  const holder = configs.find(({ contexts }) => contexts?.some(({ name }) => name === context));
  return holder === undefined ? undefined : { context, file: holder.file };
}

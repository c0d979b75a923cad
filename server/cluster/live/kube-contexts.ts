import { currentOf, readContexts } from './find-context.ts';

/**
 * Names of the contexts in the kubeconfig (a file, or the client's own search order), the current one first. Empty where
 * there is none, it cannot be read, or the client would refuse it: then nothing is offered, and a source that names one
 * says why. The client itself is not asked: it takes half a second to load, and every start would wait for it.
 */
export function kubeContexts(kubeconfig?: string): readonly string[] {
  const configs = readContexts(kubeconfig) ?? [];
  const names = configs.flatMap(({ contexts }) => (contexts ?? []).map(({ name }) => name));
  if (new Set(names).size < names.length) return []; // two files of one name
  const current = currentOf(configs);
  return names.sort((a, b) => Number(b === current) - Number(a === current));
}

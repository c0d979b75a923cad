import { currentOf, readContexts } from './find-context.ts';

/**
 * Names of the contexts in the kubeconfig (a file, or the client's own search order), the current one first. Empty where
 * there is none, it cannot be read, or the client would refuse it: then nothing is offered, and a source that names one
 * says why. The client itself is not asked: it takes half a second to load, and every start would wait for it.
 */
export function kubeContexts(kubeconfig?: string): readonly string[] {
  const configs = readContexts(kubeconfig) ?? [];
  const namesOf = (kind: 'contexts' | 'clusters' | 'users') =>
    configs.flatMap((config) => (config[kind] ?? []).map(({ name }) => name));
  // the client refuses files that give one name twice
  const isTwice = (list: readonly string[]) => new Set(list).size < list.length;
  if ((['contexts', 'clusters', 'users'] as const).some((kind) => isTwice(namesOf(kind)))) return [];
  const names = namesOf('contexts');
  const current = currentOf(configs);
  return names.sort((a, b) => Number(b === current) - Number(a === current));
}

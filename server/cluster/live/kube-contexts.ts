import { kubeconfigFiles } from './kubeconfig-files.ts';

/**
 * Names of the contexts in the kubeconfig (a file, or the client's own search order), the current one first. Empty where
 * there is none or it cannot be read: then nothing is offered, and a source that names one says why.
 */
export async function kubeContexts(kubeconfig?: string): Promise<readonly string[]> {
  const { KubeConfig } = await import('@kubernetes/client-node');
  const config = new KubeConfig();
  try {
    if (kubeconfig !== undefined) config.loadFromFile(kubeconfig);
    // without a file the search order ends in the cluster we run in, or in a guess at localhost: neither is a context
    else if (kubeconfigFiles().length > 0) config.loadFromDefault();
  } catch {
    return [];
  }
  const names = config.contexts.map(({ name }) => name);
  return names.sort((a, b) => Number(b === config.currentContext) - Number(a === config.currentContext));
}

import { MANAGER_HIDDEN } from '#lib/text/en/manager.ts';

/** Field managers that are software. Anything else may be a person's name and stays out of documents and hashes (gdpr.md §5.7). */
const TOOLS =
  /^(?:kubectl(?:-[a-z-]+)?|helm|argocd[a-z-]*|flux[a-z-]*|kustomize-controller|helm-controller|kube-[a-z-]+|k3s|rke2|kubelet|cluster-autoscaler|terraform|pulumi[a-z-]*|before-first-apply|eks|aks[a-z-]*|cilium[a-z-]*|calico[a-z-]*|antrea[a-z-]*|[a-z0-9-]+-(?:controller(?:-manager)?|operator))$/;

/** The tool's name, or a word for everybody else. Applied twice it changes nothing. */
export function managerRole(manager: string): string {
  return TOOLS.test(manager) ? manager : MANAGER_HIDDEN;
}

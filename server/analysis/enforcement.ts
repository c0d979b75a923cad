import type { Pod } from '#lib/kube/objects.ts';
import { labelValue } from '#lib/kube/objects.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import * as text from '#lib/text/en/summary.ts';

/** Labels by which the agents of network plugins that enforce NetworkPolicy are known, in their own manifests. */
const AGENTS: readonly { readonly plugin: string; readonly label: string; readonly value: string }[] = [
  { plugin: 'Cilium', label: 'k8s-app', value: 'cilium' },
  { plugin: 'Calico', label: 'k8s-app', value: 'calico-node' },
  { plugin: 'Canal', label: 'k8s-app', value: 'canal' },
  { plugin: 'Antrea', label: 'component', value: 'antrea-agent' },
  { plugin: 'OVN-Kubernetes', label: 'app', value: 'ovnkube-node' },
  { plugin: 'kube-router', label: 'k8s-app', value: 'kube-router' },
];

/** Whether policies are enforced, as far as can be seen. Nothing tests it, so it is never more than seen. */
export function enforcementOf({ objects, profile }: PolicyModel): string {
  if (profile.enforced === 'no') return text.NOT_ENFORCED;
  if (profile.enforced === 'yes') return text.enforcementDeclared(profile.name);
  for (const { plugin, label, value } of AGENTS) {
    const nodes = new Set<string>();
    for (const pod of objects.pods.values()) if (runs(pod, label, value)) nodes.add(pod.spec.nodeName ?? '');
    if (nodes.size > 0) return text.enforcementSeen(plugin, nodes.size, objects.nodes.size);
  }
  return text.ENFORCEMENT_UNKNOWN;
}

/** Agents run on the host network: a pod that merely carries the label is not one. */
function runs({ metadata, spec }: Pod, label: string, value: string): boolean {
  return spec.hostNetwork === true && labelValue(metadata.labels, label) === value;
}

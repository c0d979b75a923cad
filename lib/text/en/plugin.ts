/** The network plugin of a cluster, in words. */
import type { DetectedPlugin, PluginDetection, PluginEvidence } from '#lib/policy/detect-plugin.ts';
import type { ProfileName } from '#lib/policy/types.ts';
import { count, countOf } from './count.ts';

/** "Cilium 1.19 on 3 of 3 nodes". */
export function pluginSeen({ plugin, version, nodes }: DetectedPlugin, of: number): string {
  const name = version === undefined ? plugin : `${plugin} ${version}`;
  return of === 0 ? name : `${name} on ${count(nodes)} of ${countOf(of, 'node')}`;
}

/** "found by DaemonSet kube-system/cilium (labels.k8s-app cilium) and Node w1 (…)". */
export function foundBy(evidence: readonly PluginEvidence[]): string {
  const signs = evidence.map(({ object, field, value }) => `${object} (${field}: ${value})`);
  return signs.length < 2
    ? `found by ${signs[0] ?? ''}`
    : `found by ${signs.slice(0, -1).join(', ')} and ${signs.at(-1)}`;
}

/** Beside the three numbers: what is known of enforcement. */
export function pluginSentence({ plugins, nodes, mixed, enforces }: PluginDetection): string | undefined {
  const [first] = plugins;
  if (first === undefined) return undefined;
  if (mixed)
    return `Several network plugins: ${plugins.map((plugin) => pluginSeen(plugin, nodes)).join(', ')}; not tested`;
  if (enforces === 'no')
    return `${plugins.map(({ plugin }) => plugin).join(' and ')} only, which does not enforce policies`;
  const policy = plugins.find((plugin) => plugin.enforces !== 'no') ?? first;
  return `${pluginSeen(policy, nodes)}, not tested`;
}

/** "Calico on 3 of 3 nodes: use its readings?" */
export function offerReadings(plugin: DetectedPlugin, of: number): string {
  return `${pluginSeen(plugin, of)}: use its readings? Until then what plugins read differently stays as upstream leaves it.`;
}

export function chooseProfile(profile: ProfileName): string {
  return `Use ${profile}`;
}

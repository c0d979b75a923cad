import { type LabelSelector, type Labels, labelValue } from '#lib/kube/objects.ts';
import { POD_VIEW } from '#lib/text/en/pod-view.ts';
import { requirementWords } from './explain-peer.ts';
import { matchesRequirement, requirementsOf } from './label-selector.ts';

/** "Selects role=app. This pod has role=database." The first requirement that fails; undefined where all hold. */
export function whyNotSelected(selector: LabelSelector | undefined, labels: Labels | undefined): string | undefined {
  const failed = requirementsOf(selector ?? {}).find((requirement) => !matchesRequirement(requirement, labels));
  if (failed === undefined) return undefined;
  const value = labelValue(labels, failed.key);
  return POD_VIEW.selects(
    requirementWords(failed),
    value === undefined ? POD_VIEW.noLabel(failed.key) : `${failed.key}=${value}`,
  );
}

import type { Classification, Gap } from '#lib/gdpr/types.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import type { DependsReason, PortsJson } from '#lib/policy/types.ts';

/**
 * One connection between two groups of the map. Ends are workload keys, namespaces (where grouped so), `any-pod`,
 * `internet` or a CIDR.
 */
export interface GroupRelation {
  readonly from: string;
  readonly to: string;
  readonly allow: PortsJson;
  readonly some?: PortsJson;
  readonly depends: PortsJson;
  readonly reasons: readonly DependsReason[];
}

/** What a scene is made of. All of one revision. */
export interface SceneInput {
  readonly model: PolicyModel;
  readonly gaps: readonly Gap[];
  readonly classificationOf: (workload: string) => Classification;
}

import type { ApiClient } from './api-client.ts';
import { isRecord } from './list-pages.ts';

/** What we may do in one namespace, as the server says. */
export interface Rights {
  /** The server cannot tell all rules: only trying shows. */
  readonly incomplete: boolean;
  readonly rules: readonly {
    readonly verbs: readonly string[];
    readonly groups: readonly string[];
    readonly resources: readonly string[];
    /** The rule holds for these objects only; empty: for all. */
    readonly names: readonly string[];
  }[];
}

/** Asks for a SelfSubjectRulesReview, which everybody may have. Undefined where the answer is none. Throws ApiError. */
export async function reviewRules(
  client: ApiClient,
  namespace: string,
  signal: AbortSignal,
): Promise<Rights | undefined> {
  const body = await client.json({
    path: '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews',
    body: { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } },
    signal,
  });
  const status = isRecord(body) && isRecord(body.status) ? body.status : {};
  if (!Array.isArray(status.resourceRules)) return undefined;
  return {
    incomplete: status.incomplete === true,
    rules: status.resourceRules.filter(isRecord).map((rule) => ({
      verbs: strings(rule.verbs),
      groups: strings(rule.apiGroups),
      resources: strings(rule.resources),
      names: strings(rule.resourceNames),
    })),
  };
}

/** The texts of a list; of anything else none. */
export function strings(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((entry): entry is string => typeof entry === 'string') : [];
}

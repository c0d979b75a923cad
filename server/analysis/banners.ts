import type { Banner, SourceStatus } from '#lib/api/cluster-types.ts';
import type { Completeness } from '#lib/kube/cluster-objects.ts';
import { countUnread } from '#lib/kube/reading-lines.ts';
import { unevaluatedKind } from '#lib/kube/unevaluated-kind.ts';
import { detectPlugin } from '#lib/policy/detect-plugin.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import * as text from '#lib/text/en/summary.ts';
import type { AnalysisMeta } from './analysis.ts';
import { offerOf, type ProfileInForce } from './settings-view.ts';

type Kept = Pick<AnalysisMeta, 'profileInForce' | 'dataMapKeeping' | 'waiversUnusable'>;

/** What a person must know before trusting the numbers: worst first. */
export function bannersOf(
  model: PolicyModel,
  source: SourceStatus,
  { profileInForce, dataMapKeeping, waiversUnusable }: Kept,
): readonly Banner[] {
  const { completeness } = model.objects;
  return [
    ...sourceBanners(source),
    ...rightsBanners(model, completeness),
    ...unusableBanner('data-map-unusable', dataMapKeeping?.unusable),
    ...unusableBanner('waivers-unusable', waiversUnusable),
    ...inputBanners(model, completeness),
    ...policyBanners(model),
    ...profileBanners(model, source, profileInForce),
  ];
}

/** What was kept and cannot be used. */
function unusableBanner(code: string, why: string | undefined): Banner[] {
  return why === undefined ? [] : [{ tone: 'warning', code, text: why }];
}

/** The age of a lost source is the page's to word: it has a clock that ticks. */
function sourceBanners({ state, error, type }: SourceStatus): Banner[] {
  if (state === 'lost') return [{ tone: 'warning', code: 'source-lost', text: text.sourceLost(error?.message) }];
  if (state === 'failed') return [{ tone: 'error', code: 'source-failed', text: text.sourceFailed(error?.message) }];
  if (state === 'reading' && error !== undefined) {
    return [{ tone: 'warning', code: 'worker-restarted', text: error.message }];
  }
  return type === 'demo' ? [{ tone: 'note', code: 'demo', text: text.DEMO }] : [];
}

function rightsBanners(model: PolicyModel, { kinds }: Completeness): Banner[] {
  const banners: Banner[] = [];
  const denied = new Set(kinds.flatMap(({ deniedNamespaces = [] }) => deniedNamespaces));
  const deniedOf = (wanted: string) => kinds.find(({ kind }) => kind === wanted)?.deniedNamespaces ?? [];
  const [pods, policies] = [deniedOf('Pod'), deniedOf('NetworkPolicy')];
  if (denied.size > 0) {
    const known = new Set([...model.namespaces, ...denied]).size;
    const sentence = text.limitedRights(known, {
      pods: pods.length,
      policies: policies.length,
      either: new Set([...pods, ...policies]).size,
      some: denied.size,
    });
    banners.push({ tone: 'warning', code: 'limited-rights', text: sentence });
  }
  const forbidden = kinds.filter(({ state }) => state === 'forbidden').map(({ kind }) => withoutGroup(kind));
  if (forbidden.length > 0) {
    banners.push({ tone: 'warning', code: 'forbidden-kinds', text: text.forbiddenKinds(forbidden) });
  }
  const failed = kinds.filter(({ state }) => state === 'failed').map(({ kind }) => kind);
  if (failed.length > 0) banners.push({ tone: 'warning', code: 'failed-kinds', text: text.failedKinds(failed) });
  return banners;
}

function inputBanners({ objects }: PolicyModel, { unread, kinds }: Completeness): Banner[] {
  const banners: Banner[] = [];
  if (unread.length > 0) {
    const kept = kinds.reduce((sum, { count }) => sum + count, 0);
    // A policy of which a part could not be read is kept, and so counted with the others.
    const policies = [...objects.networkPolicies.values(), ...objects.clusterPolicies.values()];
    const inPart = policies.filter((policy) => (policy.unread?.length ?? 0) > 0).length;
    const count = countUnread(unread);
    banners.push({
      tone: 'warning',
      code: 'unread-objects',
      text: text.unreadObjects(count, kept + count - inPart),
    });
  }
  const absent = absentNamespaces(objects);
  if (absent.length > 0 && kinds.find(({ kind }) => kind === 'Namespace')?.state !== 'forbidden') {
    banners.push({ tone: 'note', code: 'absent-namespaces', text: text.absentNamespaces(absent) });
  }
  if (objects.unevaluated.size > 0) {
    const names = new Set([...objects.unevaluated.values()].map(unevaluatedKind));
    const sentence = text.unevaluatedKinds(objects.unevaluated.size, [...names].sort());
    banners.push({ tone: 'warning', code: 'kinds-not-evaluated', text: sentence });
  }
  return banners;
}

/** Installed kinds are told apart by group and version: `gateway.networking.k8s.io/v1/HTTPRoute`. */
function withoutGroup(kind: string): string {
  return kind.slice(kind.lastIndexOf('/') + 1);
}

/** The demo is read as upstream leaves it: its numbers are those of the tour. Its settings offer the same. */
function profileBanners(
  { objects }: PolicyModel,
  { type }: SourceStatus,
  profile: ProfileInForce | undefined,
): Banner[] {
  if (type === 'demo' || profile === undefined) return [];
  const { offer } = offerOf(detectPlugin(objects), profile);
  return offer === undefined ? [] : [{ tone: 'note', code: 'profile-offered', text: offer.sentence }];
}

/** Namespaces in which pods live, but whose object is not in the input (policy-semantics row 31). */
function absentNamespaces({ namespaces, pods }: PolicyModel['objects']): string[] {
  const used = new Set<string>();
  for (const { metadata } of pods.values()) if (metadata.namespace !== undefined) used.add(metadata.namespace);
  return [...used].filter((name) => !namespaces.has(name)).sort();
}

function policyBanners(model: PolicyModel): Banner[] {
  const pods = model.classes.reduce((sum, { count }) => sum + count, 0);
  // that they may not be read has been said
  if (pods === 0 && isUnread(model, 'Pod')) return [];
  if (pods === 0) return [{ tone: 'note', code: 'no-pods', text: text.NO_PODS }];
  if (model.objects.unevaluated.size > 0 || policiesUnknown(model)) return [];
  if (model.policies.some(({ subjects }) => subjects.size > 0)) return [];
  return [{ tone: 'warning', code: 'no-policy', text: text.noPolicySelects(pods) }];
}

function policiesUnknown(model: PolicyModel): boolean {
  return isUnread(model, 'NetworkPolicy');
}

function isUnread({ objects }: PolicyModel, wanted: string): boolean {
  const state = objects.completeness.kinds.find(({ kind }) => kind === wanted)?.state;
  return state === 'forbidden' || state === 'partial' || state === 'failed';
}

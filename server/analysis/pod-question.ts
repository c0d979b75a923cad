import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { PeerPods, UnreachedPeers } from '#lib/api/peer-schemas.ts';
import type { PodListItem, PodView } from '#lib/api/pod-types.ts';
import { connectionGaps } from '#lib/gdpr/connection-gaps.ts';
import { isPlatformNamespace } from '#lib/graph/zones.ts';
import { objectKey } from '#lib/kube/objects.ts';
import type { PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import { podlessItem, podView } from '#lib/policy/pod-view.ts';
import { podsOfPeer } from '#lib/policy/pods-of-peer.ts';
import { unreachedPeers } from '#lib/policy/unreached-peers.ts';
import * as text from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';
import { podListItem } from './pod-list.ts';

/** Who can reach a pod and whom it can reach. Throws NOT_FOUND. */
export function onePod(analysis: Analysis, namespace: string, name: string): PodView {
  const key = objectKey({ namespace, name });
  const pod = analysis.model.objects.pods.get(key);
  if (pod === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchPod(key));
  return podView(analysis.model, key, context(analysis, podListItem(analysis, key, pod)));
}

/**
 * A workload as its pods see it: the first of its pods stands for all, unless there is none; then the workload's
 * template is asked. Throws NOT_FOUND.
 */
export function oneWorkload(analysis: Analysis, namespace: string, kind: string, name: string): PodView {
  const key = `${namespace}/${kind}/${name}`;
  const { model } = analysis;
  for (const id of model.classesOfWorkload(key).keys()) {
    const pod = model.classes[id]?.pods.find((each) => model.workloadOfPod(each) === key);
    const object = pod === undefined ? undefined : model.objects.pods.get(pod);
    if (pod !== undefined && object !== undefined) {
      return podView(model, pod, context(analysis, podListItem(analysis, pod, object)));
    }
  }
  if (model.classOf(key) === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchWorkload(key));
  return podView(model, key, context(analysis, podlessItem(model, key, shared(analysis))));
}

/** The pods behind one peer. Throws NOT_FOUND. */
export function podsOfOnePeer(
  { model, revision }: Analysis,
  { end, direction, peer }: EndpointInput<'GET /api/clusters/{cluster}/peer-pods'>,
): PeerPods {
  return { revision, ...podsOfPeer(model, askedEnd(model, end), direction, peer) };
}

/** Who may not connect with it. Throws NOT_FOUND. */
export function peersNotReached(
  { model, revision, classificationOf }: Analysis,
  { end, direction }: EndpointInput<'GET /api/clusters/{cluster}/unreached-peers'>,
): UnreachedPeers {
  const { peers, more } = unreachedPeers(model, askedEnd(model, end), direction);
  return {
    revision,
    peers: peers.map((peer) => ({ ...peer, classification: classificationOf(peer.workload) })),
    more,
  };
}

function askedEnd(model: PolicyModel, end: string): SingleEnd {
  const classId = model.classOf(end);
  if (classId === undefined) throw new RingfenceError('NOT_FOUND', text.noSuchPod(end));
  return { type: 'class', class: classId, pod: end };
}

function context(analysis: Analysis, item: PodListItem) {
  const { revision, gaps, gapReport } = analysis;
  const onConnections = connectionGaps(gapReport.gaps, item.workload);
  const gapWith = (direction: 'ingress' | 'egress', peer: string) =>
    (direction === 'ingress' ? onConnections.in : onConnections.out).get(peer);
  return { ...shared(analysis), revision, item, gapIds: gaps.ids(item.workload), gapWith };
}

function shared({ classificationOf, gaps }: Analysis) {
  return { classificationOf, gapsOf: gaps.badge, isPlatform: isPlatformNamespace };
}

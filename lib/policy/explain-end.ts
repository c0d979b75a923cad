import type { Labels } from '#lib/kube/objects.ts';
import { whyEngine } from '#lib/text/en/why-engine.ts';
import { formatRange, parseAddress } from './address.ts';
import { podAddresses } from './addressing.ts';
import type { PolicyModel, SingleEnd } from './model.ts';
import type { ExplainedEnd } from './types.ts';

export interface DescribedEnd {
  readonly end: ExplainedEnd;
  /** As a sentence calls it: the workload of a pod, "the internet". */
  readonly called: string;
}

/** An end as explanations show it. */
export function describeEnd(end: SingleEnd, model: PolicyModel): DescribedEnd {
  switch (end.type) {
    case 'class':
      return describeMember(end.class, end.pod, model);
    case 'hypothetical': {
      const labels = labelList(end.labels);
      return {
        end: {
          id: `${end.namespace}/?${labels}`,
          type: 'hypothetical',
          namespace: end.namespace,
          name: '?',
          labels: end.labels,
        },
        called: whyEngine.hypothetical(end.namespace, labels),
      };
    }
    case 'node': {
      const addresses = model.objects.nodes.get(end.name)?.status?.addresses?.map(({ address }) => address);
      const known = addresses?.filter((address) => parseAddress(address) !== undefined);
      return { end: { id: end.name, type: 'node', name: end.name, addresses: known }, called: end.name };
    }
    case 'address': {
      const [first, last] = [parseAddress(end.first), parseAddress(end.last)];
      const range =
        first && last && end.first !== end.last
          ? formatRange(end.family, { first: first.value, last: last.value })
          : end.first;
      return { end: { id: range, type: 'address', name: range, addresses: [end.first] }, called: range };
    }
    case 'internet':
      return { end: { id: 'internet', type: 'internet', name: 'internet' }, called: whyEngine.internet };
  }
}

function describeMember(classId: number, pod: string | undefined, model: PolicyModel): DescribedEnd {
  const face = model.classes[classId];
  const key = pod ?? face?.pods[0];
  const object = key === undefined ? undefined : model.objects.pods.get(key);
  if (key !== undefined && object !== undefined) {
    const { namespace = 'default', name, labels } = object.metadata;
    return {
      end: {
        ...{ id: key, type: 'pod', namespace, name, labels: labels ?? {} },
        addresses: podAddresses(object),
        ...(object.spec.hostNetwork === true ? { hostNetwork: true } : {}),
      },
      called: nameOf(model.workloadOfPod(key)),
    };
  }
  const workload = pod ?? face?.podlessWorkloads[0] ?? ''; // the end may name a workload without pods
  const template = model.objects.workloads.get(workload)?.spec.template;
  return {
    end: {
      ...{ id: workload, type: 'workload', namespace: face?.namespace, name: nameOf(workload) },
      labels: template?.metadata?.labels ?? {},
      ...(face?.hostNetwork === true ? { hostNetwork: true } : {}),
    },
    called: nameOf(workload),
  };
}

function nameOf(workload: string): string {
  return workload.slice(workload.lastIndexOf('/') + 1);
}

function labelList(labels: Labels): string {
  return Object.keys(labels)
    .sort()
    .map((key) => `${key}=${labels[key]}`)
    .join(',');
}

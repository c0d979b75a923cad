import { isRingfenceError } from '#lib/api/errors.ts';
import { type EndGroup, expandEndpoint } from '#lib/policy/expand-endpoint.ts';
import type { PolicyModel } from '#lib/policy/model.ts';
import { nodeGroups } from '#lib/policy/node-groups.ts';
import type { JoinEnd } from './end-of-flow.ts';

/** Who of the cluster stands behind an end; undefined where nobody does. */
export function membersOf(model: PolicyModel, end: JoinEnd): readonly EndGroup[] | undefined {
  switch (end.type) {
    case 'workload': {
      if (model.classesOfWorkload(end.key).size === 0) return undefined;
      const [namespace = '', kind = '', ...name] = end.key.split('/');
      return expandEndpoint(model, { type: 'workload', namespace, kind, name: name.join('/') }, 'to');
    }
    case 'service':
      return backendsOf(model, end.key);
    case 'host': {
      const nodes = end.node === undefined ? nodeGroups(model).flatMap((group) => group.slice(0, 2)) : [end.node];
      return nodes.flatMap((name) => (model.objects.nodes.has(name) ? [nodeGroup(name)] : []));
    }
    default:
      return undefined;
  }
}

/** Which backend it was nobody told; the port is the flow's own. */
function backendsOf(model: PolicyModel, key: string): readonly EndGroup[] | undefined {
  const [namespace = '', name = ''] = key.split('/');
  try {
    return expandEndpoint(model, { type: 'service', namespace, name }, 'from').filter(isOfClass);
  } catch (error) {
    if (isRingfenceError(error)) return undefined; // no such Service, or nobody behind it now
    throw error;
  }
}

/** Whether somebody may stand behind an end who is not among its members: an address behind a Service, say. */
export function hasOthersBehind(model: PolicyModel, end: JoinEnd): boolean {
  if (end.type !== 'service') return false;
  const [namespace = '', name = ''] = end.key.split('/');
  try {
    return !expandEndpoint(model, { type: 'service', namespace, name }, 'from').every(isOfClass);
  } catch (error) {
    if (isRingfenceError(error)) return true;
    throw error;
  }
}

const isOfClass = ({ end }: EndGroup): boolean => end.type === 'class';

function nodeGroup(name: string): EndGroup {
  return { end: { type: 'node', name }, members: [], count: 1, countUnknown: false, example: name };
}

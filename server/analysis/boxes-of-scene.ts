import { parseEnd } from '#lib/flows/join/end-of-flow.ts';
import { lazily } from '#lib/gdpr/lazily.ts';
import { alikeBoxOf, restBox } from '#lib/graph/fold-workloads.ts';
import { foldedBox, podBox } from '#lib/graph/scene-boxes.ts';
import { ANY_ADDRESS } from '#lib/graph/scene-edges.ts';
import { tileBox } from '#lib/graph/scene-of-namespaces.ts';
import { workloadFacts } from '#lib/graph/scene-workloads.ts';
import type { Scene } from '#lib/graph/types.ts';
import { type Cidr, parseCidr } from '#lib/policy/address.ts';
import type { Analysis } from './analysis.ts';

const MORE_NAMESPACES = 'more:namespaces';
/** Nobody keeps which pod it was: its line goes to each where they are few. */
const PODS_MOST = 3;

/**
 * The boxes of a picture that stand for an end of a flow; none where the picture has none. At the level of pods a flow is
 * of each pod of its workload.
 */
export function boxesOfScene(
  { model, sceneInput }: Analysis,
  { level, nodes }: Scene,
): (end: string, side: 'from' | 'to') => readonly string[] {
  const drawn = new Set(nodes.map(({ id }) => id));
  // of all workloads, and only asked for where boxes are folded
  const facts = lazily(() => new Map(workloadFacts(sceneInput).map((each) => [each.key, each])));
  const blocks = nodes.flatMap(({ id }): { readonly id: string; readonly cidr: Cidr }[] => {
    const cidr = id.startsWith('addr:') ? parseCidr(id.slice('addr:'.length)) : undefined;
    return cidr === undefined ? [] : [{ id, cidr }];
  });
  const hasAlike = nodes.some(({ id }) => id.startsWith('same:'));
  const podsOf = (workload: string): readonly string[] =>
    [...model.classesOfWorkload(workload).keys()].flatMap((id) =>
      (model.classes[id]?.pods ?? []).filter((pod) => model.workloadOfPod(pod) === workload),
    );
  const ofWorkload = (key: string): readonly string[] => {
    const namespace = key.slice(0, key.indexOf('/'));
    if (level === 'namespaces') return [tileBox(namespace)];
    if (drawn.has(key)) return [key];
    const pods =
      level === 'pods'
        ? podsOf(key)
            .map(podBox)
            .filter((id) => drawn.has(id))
        : [];
    if (pods.length > 0) return pods.slice(0, PODS_MOST);
    const fact = hasAlike ? facts().get(key) : undefined;
    const folded = [
      ...(fact === undefined ? [] : [alikeBoxOf(model, fact)]),
      ...[restBox(namespace), foldedBox(namespace), MORE_NAMESPACES],
    ];
    return folded.filter((id) => drawn.has(id)).slice(0, 1);
  };
  const ofAddress = (block: Cidr | undefined, side: 'from' | 'to'): string => {
    const holding = blocks.filter(
      ({ cidr }) => block?.family === cidr.family && cidr.first <= block.first && block.last <= cidr.last,
    );
    holding.sort((a, b) => Number(a.cidr.last - a.cidr.first - (b.cidr.last - b.cidr.first)));
    return holding[0]?.id ?? (side === 'from' ? 'internet' : ANY_ADDRESS);
  };
  const known = { from: new Map<string, readonly string[]>(), to: new Map<string, readonly string[]>() };
  return (text, side) => {
    let boxes = known[side].get(text);
    if (boxes === undefined) {
      const end = parseEnd(text);
      const found =
        end.type === 'workload'
          ? ofWorkload(end.key)
          : end.type === 'address'
            ? [ofAddress(end.block, side)]
            : end.type === 'name'
              ? [ofAddress(undefined, side)]
              : [];
      boxes = found.filter((id) => drawn.has(id));
      known[side].set(text, boxes);
    }
    return boxes;
  };
}

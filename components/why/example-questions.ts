import type { GapListItem } from '#lib/api/gap-types.ts';
import type { SceneEdge } from '#lib/graph/types.ts';
import type { Question } from './ask-address.ts';

/** What kind of question it shows. */
export type ExampleKind = 'gap' | 'depends' | 'allowed' | 'inwards' | 'outwards' | 'new-pod' | 'addresses';
export interface ExampleQuestion extends Question {
  readonly kind: ExampleKind;
}

type Line = Pick<SceneEdge, 'from' | 'to' | 'state'>;
const WORKLOAD = /^[^/:]+\/[A-Z][^/]*\/[^/]+$/;
const BLOCK = 'addr:';

/**
 * Questions about this cluster, one of each kind, where it has what they ask about: lines of the map, then who handles
 * personal data with the outside and with a pod that does not exist yet.
 */
export function exampleQuestions(
  gaps: readonly Pick<GapListItem, 'subject' | 'dataClass'>[],
  lines: readonly Line[],
): readonly ExampleQuestion[] {
  const found: ExampleQuestion[] = [];
  const add = (kind: ExampleKind, from: string | undefined, to: string | undefined): void => {
    const isNew = !found.some((each) => each.from === from && each.to === to);
    if (from !== undefined && to !== undefined && isNew) found.push({ kind, from, to, port: '' });
  };
  const between = lines.filter(({ from, to }) => WORKLOAD.test(from) && WORKLOAD.test(to));
  for (const state of ['gap', 'depends', 'allowed'] as const) {
    const line = between.find((each) => each.state === state);
    add(state, line?.from, line?.to);
  }
  const data = gaps.find(({ dataClass, subject }) => dataClass !== 'none' && WORKLOAD.test(idOf(subject)))?.subject;
  if (data !== undefined) {
    add('inwards', 'internet', idOf(data));
    add('outwards', idOf(data), 'internet');
    const elsewhere = gaps.find(({ subject: { namespace } }) => namespace !== '' && namespace !== data.namespace);
    add('new-pod', `${elsewhere?.subject.namespace ?? data.namespace}/?`, idOf(data));
  }
  const outside = lines.find(({ from, to }) => WORKLOAD.test(from) && to.startsWith(BLOCK));
  add('addresses', outside?.from, outside?.to.slice(BLOCK.length));
  return found;
}

const idOf = ({ namespace, kind, name }: GapListItem['subject']): string => `${namespace}/${kind}/${name}`;

import type { PodClass, PolicyModel, SingleEnd } from '#lib/policy/model.ts';
import type { PortSet } from '#lib/policy/port-set.ts';

/** Asked from so many namespaces that nothing isolates for egress: more than one, since a rule may name just one. */
const WITNESS_NAMESPACES = 3;
const NO_LABELS = {};

/**
 * How many pods accept connections from any pod on some port, for certain and perhaps. "Any pod" is the phantom pod
 * of other namespaces, without labels and with open egress: it stands for whatever somebody starts tomorrow.
 */
export function countOpenToAnyPod(model: PolicyModel): { readonly open: number; readonly depends: number } {
  const phantoms = model.namespaces
    .map((namespace): SingleEnd & { type: 'hypothetical' } => ({ type: 'hypothetical', namespace, labels: NO_LABELS }))
    .filter((phantom) => model.gate(phantom, 'egress').isolated === 'no')
    .sort((a, b) => Number(b.namespace === 'default') - Number(a.namespace === 'default'));
  let open = 0;
  let depends = 0;
  for (const podClass of model.classes) {
    const accepts = acceptance(model, podClass, phantoms);
    if (accepts === 'yes') open += podClass.count;
    if (accepts === 'depends') depends += podClass.count;
  }
  return { open, depends };
}

function acceptance(
  model: PolicyModel,
  podClass: PodClass,
  phantoms: readonly (SingleEnd & { type: 'hypothetical' })[],
): 'yes' | 'no' | 'depends' {
  const to: SingleEnd = { type: 'class', class: podClass.id };
  const { isolated } = model.gate(to, 'ingress');
  if (isolated === 'no' || isolated === 'none') return 'yes';
  const others = phantoms.filter(({ namespace }) => namespace !== podClass.namespace).slice(0, WITNESS_NAMESPACES);
  if (others.length === 0) return isolated === 'depends' ? 'depends' : 'no';
  const relations = others.map((from) => model.relation(from, to));
  if (relations.every(({ must }) => !isEmpty(must))) return 'yes';
  return relations.every(({ may }) => !isEmpty(may)) ? 'depends' : 'no';
}

function isEmpty({ TCP, UDP, SCTP }: PortSet): boolean {
  return TCP.length === 0 && UDP.length === 0 && SCTP.length === 0;
}

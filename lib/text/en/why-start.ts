/** Words of the why page while nothing is asked yet. */

export const WHY_START = {
  examples: 'From this cluster',
  examplesHint: 'One question of each kind. Follow one, then change its ends or its port.',
  none: 'No connection was found to ask about. Write two ends above.',
  recent: 'Asked in this tab',
  forms: 'Who can be an end',
  formsHint: 'Any two of these, in either field.',
  newPod: 'a new pod',
  to: 'to',
} as const;

/** What an example shows. */
export const EXAMPLE_WORDS = {
  gap: 'with a gap',
  depends: 'depends',
  allowed: 'allowed',
  inwards: 'from outside',
  outwards: 'to the outside',
  'new-pod': 'a pod that does not exist yet',
  addresses: 'a block of addresses',
} as const;

/** The forms of an end, each with what it means. */
export const END_FORMS = [
  { form: 'shop/orders-1', means: 'a pod' },
  { form: 'shop/Deployment/orders', means: 'all pods of a workload' },
  { form: 'shop/Service/orders', means: 'the pods behind a Service, on their own ports' },
  { form: 'shop/?app=web,tier=api', means: 'a pod with these labels, which need not exist' },
  { form: 'shop/?', means: 'a new pod without labels' },
  { form: '10.0.0.1', means: 'an address, of a pod, a Service, a node or the outside' },
  { form: '192.0.2.0/24', means: 'a block of addresses' },
  { form: 'internet', means: 'the largest part of the internet that no rule singles out' },
] as const;

/** Of `crm/StatefulSet/crm-db` the name, and the place that it stands in; of what has no place the whole. */
export const endWords = (end: string): { readonly name: string; readonly place: string } => {
  const at = end.lastIndexOf('/');
  const isAddress = /^[\d.:a-f]+\/\d+$/i.test(end);
  if (at < 0 || isAddress) return { name: end, place: '' };
  const name = end.slice(at + 1);
  return { name: name === '?' ? WHY_START.newPod : name, place: end.slice(0, at) };
};

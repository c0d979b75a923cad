/** Words of the trade, explained where they stand. The one place for them. */

export const GLOSSARY = {
  isolated: {
    word: 'Isolated',
    says: 'At least one policy selects the pod for that direction. Then only what a rule allows gets through, and everything else is closed.',
  },
  open: {
    word: 'Open',
    says: 'No policy selects the pod for that direction: everything gets through.',
  },
  gate: {
    word: 'Gate',
    says: 'Each pod has two: ingress for connections that come in, egress for those that go out. A connection needs both, the egress of its source and the ingress of its target.',
  },
  depends: {
    word: 'Depends',
    says: 'The policies alone do not decide it, for instance because the network plugin reads a field in its own way. It is shown as neither allowed nor denied, with its reason.',
  },
  hub: {
    word: 'Any pod',
    says: 'One box for all pods whose egress is open and that no rule names. A line from it stands for a connection from each of them.',
  },
  phantom: {
    word: 'Pod without labels',
    says: 'A new pod that nobody has labelled yet. What it would meet says whether a namespace is closed from the start or only where somebody thought of it.',
  },
  class: {
    word: 'Class of data',
    says: 'What data a workload holds: personal, of a special category, pseudonymised, none, or unknown where nothing says it.',
  },
  inferred: {
    word: 'Inferred',
    says: 'Nobody has declared the class: image, name, port or neighbours make it likely. It can raise what is looked at, and never lowers it.',
  },
  gap: {
    word: 'Gap',
    says: 'A connection or setting that a check asks about and that the policies allow, with a witness that anybody can compute again. Whether an obligation is met is for the controller to judge.',
  },
  indication: {
    word: 'Indication',
    says: 'Something that points to a problem and does not show one: worth a look.',
  },
  witness: {
    word: 'Witness',
    says: 'The connection that the claim rests on, with what admits it at both gates. One is enough to show that the claim is true.',
  },
  hostNetwork: {
    word: 'Host network',
    says: 'The pod uses the address of its node. Whether policies hold for it differs from plugin to plugin, so that it depends.',
  },
  redundant: {
    word: 'Redundant rule',
    says: 'Nothing changes today without it: other rules say the same for everybody whom it means.',
  },
} as const satisfies Readonly<Record<string, { readonly word: string; readonly says: string }>>;
export type GlossaryTerm = keyof typeof GLOSSARY;

export const whatIs = (word: string): string => `What is ${word}?`;

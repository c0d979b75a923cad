/** Words of the trade, explained where they stand. The one place for them. */

export const GLOSSARY = {
  verdict: {
    word: 'Allowed, denied, depends',
    says: 'Allowed: both gates let it through, for certain. Denied: one of them does not, for certain. Depends: the policies alone do not decide it. Nothing undecided is shown as one of the others.',
  },
  somePairs: {
    word: 'Some pairs',
    says: 'Two boxes stand for many pods. What only some of their pairs may do is told apart from what all may.',
  },
  somePorts: {
    word: 'Some ports',
    says: 'The ports of this pair are not all decided alike: some are allowed, the others denied or undecided.',
  },
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
    says: 'What data a workload holds: personal, of a special category (health, religion, biometrics and the like), of convictions, of children, pseudonymised (a second source is needed to name people), none, or unknown where nothing says it.',
  },
  basis: {
    word: 'Basis',
    says: 'How the class is known. Declared: somebody said it of the workload. Inherited: of its namespace. Inferred: signs make it likely. Unknown: nothing says it.',
  },
  platform: {
    word: 'Platform',
    says: 'Namespaces that serve the cluster itself, such as its DNS and its network plugin. They are drawn dimmed and never left out; their gaps count.',
  },
  recipient: {
    word: 'Recipient',
    says: 'Whom data is given to outside the cluster, as the DataMap declares it: with a country, a role and what the transfer rests on.',
  },
  inferred: {
    word: 'Inferred',
    says: 'Nobody has declared the class: image, name, port or neighbours make it likely. It can raise what is looked at, and never lowers it.',
  },
  gap: {
    word: 'Gap',
    says: 'A connection or setting that a check asks about and that the policies allow, with a witness that anybody can compute again. Whether an obligation is met is for the controller to judge.',
  },
  severity: {
    word: 'Severity',
    says: 'How sensitive the data is, times how widely it is exposed, from the same application (0) to the internet (4); or the check’s own base, lifted by what is behind it. It is lower where the class is only inferred. The equation stands beside each gap.',
  },
  waived: {
    word: 'Waived',
    says: 'Somebody accepts the gap for a time, with a reason. It stays in the report until then, and is counted apart.',
  },
  indication: {
    word: 'Indication',
    says: 'Something that points to a problem and does not show one: worth a look.',
  },
  witness: {
    word: 'Witness',
    says: 'The connection that the claim rests on, with what admits it at both gates. One is enough to show that the claim is true.',
  },
  hops: {
    word: 'Hops',
    says: 'Connections one after the other, each by a pod that was reached before. They say where somebody who takes over a pod could get to, at most; not that anybody does.',
  },
  coverage: {
    word: 'Coverage',
    says: 'For how much of the time the source of traffic could see a connection at both ends. Only where that is nearly all of it is a connection that was not seen called unused.',
  },
  trafficState: {
    word: 'State of traffic',
    says: 'What was observed beside what is allowed: used, unused, not enough seen to say so, refused, passed but refused if the policy were enforced, passed although nothing allows it, or undecided. Each flow is judged by the policies of its own time, or by nobody.',
  },
  revision: {
    word: 'Revision',
    says: 'The state of the cluster at one moment. All that stands on one screen comes from one revision, and says which.',
  },
  enforcement: {
    word: 'Enforcement',
    says: 'Whether a network plugin acts on policies. It is known from what runs on the nodes, and never tested; where it is not known, the map shows what is meant.',
  },
  lowerBound: {
    word: 'At least (≥)',
    says: 'Not everything could be read, so there may be more.',
  },
  hostNetwork: {
    word: 'Host network',
    says: 'The pod uses the address of its node. Whether policies hold for it differs from plugin to plugin, so that it depends unless the profile says how it is read.',
  },
  redundant: {
    word: 'Redundant rule',
    says: 'Nothing changes today without it: other rules say the same for everybody whom it means.',
  },
} as const satisfies Readonly<Record<string, { readonly word: string; readonly says: string }>>;
export type GlossaryTerm = keyof typeof GLOSSARY;

export const whatIs = (word: string): string => `What is ${word}?`;

/** The checks of the classification, told for people. */
import type { CheckGuide } from './guide.ts';

export const CLS_GUIDE = {
  'CLS-001': {
    name: 'Unclassified next to personal data',
    plain: [
      'Some programs of a cluster are marked as holding personal data, others as holding none. A program without any mark is a blank spot.',
      'This check asks: **is a program that nobody has classified connected with one that holds personal data?** Data may flow into it, and nobody has written down that it can.',
    ],
    drawing: {
      many: ['no class', 'another app'],
      one: 'personal data',
      toward: 'one',
      gap: ['gap', 'allowed'],
      passes: ['closed', 'allowed'],
    },
    gap: 'A program of unknown class can connect to the data.',
    passes: 'Every program that can connect has a class, also where it is "none".',
    limits: [
      'That the program holds personal data. It may hold none; nobody has said so.',
      'That data did flow. A path that is allowed is not a connection that was made.',
    ],
    act: 'Whoever knows the program says what it holds: with a label, or with an entry in the data map. That is minutes of work.',
    condition:
      'basis(class(w)) is unknown, and for at least one p in P: Allow(w, p) = true or Allow(p, w) = true, on any port.',
    severity: 'medium; high if the neighbour holds a special category.',
    unknown: 'UNKNOWN where only connections that depend lead to personal data.',
    evidence: 'The connection to or from p with the rule at both gates, and the heuristics that were tried.',
    fix: 'A label ringfence.dev/data-class or an entry in the data map; or the connection closed.',
    falseAlarm:
      'Infrastructure such as operators and meshes has no data of its own. Declare none with a reason; what is known by its image is shown as inferred.',
  },
  'CLS-002': {
    name: 'Classes contradict each other',
    plain: [
      'What a program holds can be said in several places: at the program itself, at its namespace, in the data map of the organisation.',
      'This check asks: **do these places say different things?** Then one of them is wrong, and everything that rests on it is too.',
    ],
    gap: 'The label says "none", the data map says "personal".',
    passes: 'All that speak say the same, or the data map says why it is lower.',
    limits: [
      'Which of the sources is right. That is for people to say.',
      'That data was mishandled. It says that the record is at odds with itself.',
      'What a store got before it, or whoever feeds it, was scaled to zero: without pods nobody connects.',
    ],
    act: 'The owner of the program and whoever keeps the data map correct one of the two.',
    condition:
      'At least two sources give different classes for w (label, data map, namespace, catalogue tag); or none is declared while inference says P with confidence ≥ 0.7; or none is declared for a store to which at least one producer of personal data has Allow = true.',
    severity: 'medium; high if the lower of the classes is in force.',
    unknown:
      'Where it depends whether a producer may connect to the store. Contradictions of sources are there to be read, or they are not.',
    evidence: 'Each source with object, field, who set it (managedFields) and when.',
    fix: 'Correct one source.',
    falseAlarm:
      'A shared cache with keys that are not personal: an entry in the data map with class none and a reason settles it.',
  },
} as const satisfies Record<string, CheckGuide>;

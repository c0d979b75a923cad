import type { ProfileFieldView } from '#lib/api/settings-types.ts';
import { PROFILE_QUESTIONS, presetOf, SETTINGS } from '#lib/text/en/settings.ts';
import { connectionsOf } from './connections.ts';
import type { PolicyModel } from './model.ts';
import { PROFILE_VALUES, PROFILES } from './profile.ts';
import { PROFILE_SOURCES } from './profile-sources.ts';
import type { DependsReason, Profile, ProfileName } from './types.ts';

/** A preset with single fields changed, as `--profile` and `--set` write it. */
export interface ProfileChoice {
  readonly profile: string;
  readonly sets: readonly string[];
}

type Field = Exclude<keyof Profile, 'name'>;
const FIELDS = [...Object.keys(PROFILE_VALUES), 'podCIDRs'] as readonly Field[];

/** The fields that Kubernetes itself answers: every preset says the same, because the API does. */
const BY_CONTRACT: ReadonlySet<Field> = new Set(['ownNodeToPod']);

/**
 * Each field of the profile in force: its question in words, its value, where that is known from.
 * @param start what was given at start; what differs from it and from the preset was chosen later.
 */
export function profileFields(
  model: PolicyModel,
  choice: ProfileChoice,
  start: ProfileChoice,
): readonly ProfileFieldView[] {
  const { profile } = model;
  const preset = PROFILES[profile.name];
  const undecided = undecidedConnections(model);
  const set = new Set(choice.sets.map(fieldOf));
  const atStart = new Set(start.profile === choice.profile ? start.sets : []);
  return FIELDS.map((field) => {
    const value = textOf(profile[field]);
    const own = choice.sets.findLast((each) => fieldOf(each) === field);
    return {
      field,
      question: PROFILE_QUESTIONS[field],
      value,
      preset: textOf(preset[field]),
      from: !set.has(field) ? 'preset' : atStart.has(own ?? '') ? 'start' : 'page',
      ...sourceOf(profile.name, field, set.has(field), atStart.has(own ?? '')),
      alternatives: field === 'podCIDRs' ? [] : PROFILE_VALUES[field],
      undecided: undecided.get(field) ?? 0,
    };
  });
}

function fieldOf(setting: string): string {
  return setting.slice(0, setting.indexOf('='));
}

function textOf(value: Profile[Field]): string {
  if (value === undefined) return SETTINGS.fromNodes;
  return typeof value === 'string' ? value : value.join(', ');
}

function sourceOf(
  name: ProfileName,
  field: Field,
  isSet: boolean,
  atStart: boolean,
): Pick<ProfileFieldView, 'knownFrom' | 'note' | 'urls'> {
  if (isSet) return { knownFrom: atStart ? SETTINGS.givenAtStart : SETTINGS.chosenHere, urls: [] };
  if (field === 'podCIDRs') return { knownFrom: SETTINGS.fromNodes, urls: [] };
  if (BY_CONTRACT.has(field)) return { knownFrom: SETTINGS.contract, urls: [] };
  const cell = PROFILE_SOURCES.find((each) => each.profile === name && each.field === field);
  if (cell === undefined) return { knownFrom: presetOf(name), urls: [] };
  return { knownFrom: presetOf(name), ...(cell.note === '' ? {} : { note: cell.note }), urls: cell.urls };
}

/** Which field would decide what depends for that reason. */
const FIELD_OF: Readonly<Partial<Record<DependsReason, Field>>> = {
  'host-network': 'hostNetworkPods',
  'pod-without-address': 'podCIDRs',
  'namespace-not-read': 'missingNamespaceLabels',
  'own-node': 'podToOwnNode',
  'self-via-service': 'selfViaService',
  'ip-block-on-pods': 'ipBlockMatchesPods',
  'ip-block-on-nodes': 'ipBlockMatchesNodes',
  'priority-tie': 'priorityTie',
  'end-port-unsupported': 'endPort',
  'sctp-unsupported': 'sctp',
};

const counted = new WeakMap<PolicyModel, ReadonlyMap<Field, number>>();

/** Connections between workloads, as lists show them, that depend because of each field. Counted once a revision. */
function undecidedConnections(model: PolicyModel): ReadonlyMap<Field, number> {
  const known = counted.get(model);
  if (known !== undefined) return known;
  const counts = new Map<Field, number>();
  const connections = connectionsOf(model);
  for (const { relation } of connections.edges) {
    for (const reason of connections.json(relation).reasons) {
      const field = FIELD_OF[reason];
      if (field !== undefined) counts.set(field, (counts.get(field) ?? 0) + 1);
    }
  }
  counted.set(model, counts);
  return counts;
}

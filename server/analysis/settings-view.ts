import type { ClusterSettings } from '#lib/api/settings-types.ts';
import { detectPlugin } from '#lib/policy/detect-plugin.ts';
import { type ProfileChoice, profileFields } from '#lib/policy/profile-view.ts';
import { offerReadings, pluginSentence } from '#lib/text/en/plugin.ts';
import type { Analysis } from './analysis.ts';

/** What was given at start, and what is in force: it may have been chosen on the page since. */
export interface ProfileInForce {
  readonly start: ProfileChoice;
  readonly choice: ProfileChoice;
}

/** How this cluster's network plugin is read, what it seems to be, and what may be chosen. */
export function settingsView({ model, revision, profileInForce }: Analysis): ClusterSettings {
  const given = { profile: model.profile.name, sets: [] };
  const { start, choice } = profileInForce ?? { start: given, choice: given };
  const detection = detectPlugin(model.objects);
  const sentence = pluginSentence(detection);
  return {
    revision,
    plugin: { ...detection, ...(sentence === undefined ? {} : { sentence }) },
    profile: model.profile,
    start,
    choice,
    ...offerOf(detection, { start, choice }),
    fields: profileFields(model, choice, start),
  };
}

/**
 * The found plugin's readings, offered while nobody has chosen any: what is in force never changes by itself.
 * Absent where there is nothing to offer.
 */
export function offerOf(
  detection: ReturnType<typeof detectPlugin>,
  { choice }: ProfileInForce,
): Pick<ClusterSettings, 'offer'> {
  const { proposed, plugins, nodes } = detection;
  const plugin = plugins.find(({ profile }) => profile === proposed);
  if (proposed === undefined || plugin === undefined || choice.profile !== 'upstream' || choice.sets.length > 0)
    return {};
  return { offer: { profile: proposed, sentence: offerReadings(plugin, nodes) } };
}

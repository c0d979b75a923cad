/** What the API answers of the profile in force. */

import type { PluginDetection } from '#lib/policy/detect-plugin.ts';
import type { ProfileChoice } from '#lib/policy/profile-view.ts';
import type { Profile, ProfileName } from '#lib/policy/types.ts';
import type { Revision } from './cluster-types.ts';

/** How a cluster's network plugin is read: what was found, what is in force, what may be chosen. */
export interface ClusterSettings {
  readonly revision: Revision;
  readonly plugin: PluginDetection & { readonly sentence?: string };
  readonly profile: Profile;
  /** What was given at start: what a reset goes back to. */
  readonly start: ProfileChoice;
  readonly choice: ProfileChoice;
  /** "Calico on 3 of 3 nodes: use its readings?" Absent where somebody has chosen, or nothing is proposed. */
  readonly offer?: { readonly profile: ProfileName; readonly sentence: string };
  readonly fields: readonly ProfileFieldView[];
}

export interface ProfileFieldView {
  readonly field: string;
  /** "An address block may also mean pods" */
  readonly question: string;
  readonly value: string;
  /** What the preset says. */
  readonly preset: string;
  readonly from: 'preset' | 'start' | 'page';
  /** "cilium preset", "chosen on this page", … */
  readonly knownFrom: string;
  readonly note?: string;
  /** Documentation or source that says so. */
  readonly urls: readonly string[];
  readonly alternatives: readonly string[];
  /** Connections between workloads that depend because of it. */
  readonly undecided: number;
}

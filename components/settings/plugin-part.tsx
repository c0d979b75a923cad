'use client';

import { Info } from 'lucide-react';
import { Banner } from '#components/ui/banner.tsx';
import { Button } from '#components/ui/button.tsx';
import type { ClusterSettings } from '#lib/api/settings-types.ts';
import { PROFILES } from '#lib/policy/profile.ts';
import { chooseProfile, foundBy } from '#lib/text/en/plugin.ts';
import { SETTINGS } from '#lib/text/en/settings.ts';
import { isSameChoice } from './change-setting.ts';
import { ProfileTable } from './profile-table.tsx';
import { SettingSelect } from './setting-select.tsx';
import { useChooseProfile } from './use-choose-profile.ts';

interface PluginPartProps {
  readonly cluster: string;
  readonly settings: ClusterSettings;
}

/** The network plugin with the signs of it, and how policies are read because of it. The user overrules. */
export function PluginPart({ cluster, settings }: PluginPartProps) {
  const { plugin, offer, choice, start, profile } = settings;
  const { busy, refused, choose } = useChooseProfile(cluster);
  const proposed = plugin.proposed === undefined ? undefined : { profile: plugin.proposed, sets: [] };
  return (
    <section aria-labelledby="plugin" className="pt-4">
      <header className="flex min-h-11 flex-wrap items-center gap-x-2.5 gap-y-1 px-4 py-2">
        <h2 id="plugin" className="text-md font-semibold">
          {SETTINGS.plugin}
        </h2>
        <p className="text-ink-2">{plugin.sentence ?? SETTINGS.noPlugin}</p>
        <span className="ml-auto flex items-center gap-2 text-xs text-ink-3">
          {SETTINGS.preset}
          <SettingSelect
            label={SETTINGS.preset}
            value={profile.name}
            options={Object.keys(PROFILES)}
            busy={busy}
            onChange={(name) => void choose({ profile: name, sets: [] })}
          />
        </span>
      </header>
      <Signs plugin={plugin} />
      {offer === undefined ? null : (
        <Banner
          tone="note"
          action={
            <Button
              variant="primary"
              size="sm"
              busy={busy}
              onClick={() => void choose({ profile: offer.profile, sets: [] })}
            >
              {chooseProfile(offer.profile)}
            </Button>
          }
        >
          {offer.sentence}
        </Banner>
      )}
      {refused === undefined ? null : <Banner tone="error">{refused}</Banner>}
      <ProfileTable settings={settings} busy={busy} onChoose={(next) => void choose(next)} />
      <div className="flex flex-wrap items-center gap-2 px-4 py-2.5">
        <p className="flex min-w-0 flex-1 items-start gap-2 text-xs text-ink-3">
          <Info className="mt-0.5 size-3 shrink-0" aria-hidden="true" />
          {SETTINGS.note}
        </p>
        {proposed === undefined || offer !== undefined || isSameChoice(choice, proposed) ? null : (
          <Button size="sm" busy={busy} onClick={() => void choose(proposed)}>
            {SETTINGS.resetToProposed}
          </Button>
        )}
        {isSameChoice(choice, start) ? null : (
          <Button size="sm" busy={busy} onClick={() => void choose(start)}>
            {SETTINGS.resetToStart}
          </Button>
        )}
      </div>
    </section>
  );
}

function Signs({ plugin }: Pick<ClusterSettings, 'plugin'>) {
  if (plugin.plugins.length === 0) return null;
  return (
    <ul className="px-4 pb-2 text-xs text-ink-3" aria-label={SETTINGS.evidence}>
      {plugin.plugins.map((each) => (
        <li key={each.plugin} className="wrap-anywhere">
          {plugin.plugins.length > 1 ? `${each.plugin}: ` : ''}
          {foundBy(each.evidence)}
        </li>
      ))}
    </ul>
  );
}

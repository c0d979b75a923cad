'use client';

import { useState } from 'react';
import { shownRevisions } from '#components/api/shown-revisions.ts';
import { useToast } from '#components/ui/toast.tsx';
import { apiFetch } from '#lib/api/client.ts';
import { isRingfenceError } from '#lib/api/errors.ts';
import type { ClusterSettings } from '#lib/api/settings-types.ts';
import { profileChosen, SETTINGS } from '#lib/text/en/settings.ts';

export interface ChooseProfile {
  readonly busy: boolean;
  /** Why the last choice was refused. */
  readonly refused: string | undefined;
  readonly choose: (choice: ClusterSettings['choice']) => Promise<void>;
}

/** Chooses the profile of a cluster; the page then shows the revision that the choice made. */
export function useChooseProfile(cluster: string): ChooseProfile {
  const toast = useToast();
  const [busy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string>();
  return {
    busy,
    refused,
    async choose({ profile, sets }) {
      setBusy(true);
      setRefused(undefined);
      try {
        const { revision, profile: inForce } = await apiFetch(
          'POST /api/clusters/{cluster}/profile',
          { cluster },
          { body: { profile, sets: [...sets] } },
        );
        // The person asked for it, so it does not wait to be applied.
        shownRevisions.move(cluster, revision.seq);
        toast(profileChosen(inForce.name));
      } catch (error) {
        setRefused(isRingfenceError(error) ? error.message : SETTINGS.changeFailed);
      } finally {
        setBusy(false);
      }
    },
  };
}

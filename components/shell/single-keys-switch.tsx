'use client';

import { useEffect, useState } from 'react';
import { Checkbox } from '#components/ui/checkbox.tsx';
import { singleKeysOn, switchSingleKeys } from '#components/ui/single-keys.ts';
import { KEYS_SHEET } from '#lib/text/en/keys-sheet.ts';

/** Shortcuts of one letter, on or off in this browser. */
export function SingleKeysSwitch() {
  const [single, setSingle] = useState(true);
  useEffect(() => setSingle(singleKeysOn()), []);
  return (
    <Checkbox
      label={KEYS_SHEET.singleKeys}
      checked={single}
      onChange={(on) => {
        setSingle(on);
        switchSingleKeys(on);
      }}
    />
  );
}

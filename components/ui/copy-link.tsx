'use client';

import { LINK_COPIED } from '#lib/text/en/shell.ts';
import { CopyButton } from './copy-button.tsx';

/** Copies the address of what is shown now. */
export function CopyLink({ label }: { readonly label: string }) {
  return <CopyButton text={() => window.location.href} label={label} icon="link" what={LINK_COPIED} />;
}

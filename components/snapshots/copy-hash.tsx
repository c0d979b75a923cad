'use client';

import { Copy } from 'lucide-react';
import { Button } from '#components/ui/button.tsx';
import { useToast } from '#components/ui/toast.tsx';
import { copied } from '#lib/text/en/shell.ts';
import { SNAPSHOTS_PAGE } from '#lib/text/en/snapshots-page.ts';

/** Copies a whole hash where only its ends are shown. It lies above a row that is one link. */
export function CopyHash({ hash, label }: { readonly hash: string; readonly label: string }) {
  const toast = useToast();
  return (
    <Button
      variant="quiet"
      size="sm"
      icon
      aria-label={label}
      title={label}
      className="relative z-1"
      onClick={() => {
        void navigator.clipboard.writeText(hash).then(() => toast(copied(SNAPSHOTS_PAGE.evidenceHash)));
      }}
    >
      <Copy className="size-3" aria-hidden="true" />
    </Button>
  );
}

'use client';

import { Check, Copy, Link2 } from 'lucide-react';
import { useState } from 'react';
import { copied } from '#lib/text/en/shell.ts';
import { Button } from './button.tsx';
import { useToast } from './toast.tsx';

const SHOWN_MS = 2000;

interface CopyButtonProps {
  readonly text: string | (() => string);
  readonly label: string;
  readonly icon?: 'copy' | 'link';
  /** What the toast says was copied; the label where absent. */
  readonly what?: string;
  readonly size?: 'md' | 'sm';
  readonly disabled?: boolean;
}

/** Copies text and says so. */
export function CopyButton({ text, label, icon = 'copy', what, size = 'sm', disabled = false }: CopyButtonProps) {
  const [done, setDone] = useState(false);
  const toast = useToast();
  const Icon = done ? Check : icon === 'link' ? Link2 : Copy;
  return (
    <Button
      size={size}
      disabled={disabled}
      onClick={() => {
        void navigator.clipboard.writeText(typeof text === 'string' ? text : text()).then(() => {
          setDone(true);
          toast(copied(what));
          setTimeout(() => setDone(false), SHOWN_MS);
        });
      }}
    >
      <Icon className="size-3" aria-hidden="true" />
      {label}
    </Button>
  );
}

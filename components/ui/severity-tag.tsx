import type { ReactNode } from 'react';
import type { Severity } from '#lib/gdpr/types.ts';
import { SeverityGlyph } from './severity-glyph.tsx';
import { Tag } from './tag.tsx';

/** The bars of a severity with a word or count beside them. */
export function SeverityTag({ severity, children }: { readonly severity: Severity; readonly children: ReactNode }) {
  return (
    <Tag tone={severity}>
      <SeverityGlyph severity={severity} size={12} />
      {children}
    </Tag>
  );
}

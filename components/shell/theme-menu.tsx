'use client';

import { SunMoon } from 'lucide-react';
import { useEffect } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SHELL } from '#lib/text/en/shell.ts';
import { LazyMenu } from './lazy-menu.tsx';
import { followTheme } from './theme.ts';

const loadChoices = () => import('./theme-choices.tsx').then((module) => module.ThemeChoices);

export function ThemeMenu() {
  useEffect(followTheme, []);
  return (
    <LazyMenu
      load={loadChoices}
      trigger={(attributes) => (
        <Button variant="quiet" icon aria-label={SHELL.theme} title={SHELL.theme} {...attributes}>
          <SunMoon className="size-4" strokeWidth={1.6} aria-hidden="true" />
        </Button>
      )}
    />
  );
}

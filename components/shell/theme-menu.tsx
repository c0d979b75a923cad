'use client';

import { Menu } from '@base-ui/react/menu';
import { Check, SunMoon } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button } from '#components/ui/button.tsx';
import { SHELL } from '#lib/text/en/shell.ts';
import { MENU_ITEM, MENU_POPUP } from './menu-class.ts';
import { chooseTheme, followTheme, THEME_CHOICES, type ThemeChoice, themeChoice } from './theme.ts';

export function ThemeMenu() {
  const [choice, setChoice] = useState<ThemeChoice>('system');
  useEffect(() => {
    setChoice(themeChoice());
    return followTheme();
  }, []);
  return (
    <Menu.Root>
      <Menu.Trigger
        render={
          <Button variant="quiet" icon aria-label={SHELL.theme} title={SHELL.theme}>
            <SunMoon className="size-4" strokeWidth={1.6} aria-hidden="true" />
          </Button>
        }
      />
      <Menu.Portal>
        <Menu.Positioner align="end" sideOffset={4} className="z-30">
          <Menu.Popup className={MENU_POPUP}>
            <Menu.RadioGroup
              value={choice}
              onValueChange={(value: ThemeChoice) => {
                setChoice(value);
                chooseTheme(value);
              }}
            >
              {THEME_CHOICES.map((each) => (
                <Menu.RadioItem key={each} value={each} className={MENU_ITEM}>
                  <span className="grid size-4 place-items-center">
                    <Menu.RadioItemIndicator>
                      <Check className="size-3.5" aria-hidden="true" />
                    </Menu.RadioItemIndicator>
                  </span>
                  {SHELL.themes[each]}
                </Menu.RadioItem>
              ))}
            </Menu.RadioGroup>
          </Menu.Popup>
        </Menu.Positioner>
      </Menu.Portal>
    </Menu.Root>
  );
}

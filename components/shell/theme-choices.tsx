'use client';

import { Menu } from '@base-ui/react/menu';
import { Check } from 'lucide-react';
import { useState } from 'react';
import { SHELL } from '#lib/text/en/shell.ts';
import type { OpenMenuProps } from './lazy-menu.tsx';
import { MENU_ITEM, MENU_POPUP } from './menu-class.ts';
import { chooseTheme, THEME_CHOICES, type ThemeChoice, themeChoice } from './theme.ts';

/** System, light, dark. */
export function ThemeChoices({ trigger }: OpenMenuProps) {
  const [choice, setChoice] = useState<ThemeChoice>(themeChoice);
  return (
    <Menu.Root defaultOpen>
      <Menu.Trigger render={trigger} />
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

'use client';

import { type ComponentType, type ReactElement, type ReactNode, useState } from 'react';

export interface OpenMenuProps {
  /** The button that opens it, with its looks and its name. */
  readonly trigger: ReactElement;
}
interface LazyMenuProps {
  readonly load: () => Promise<ComponentType<OpenMenuProps>>;
  /** The button's looks and name: drawn as it is until the menu's code has come. */
  readonly trigger: (attributes: TriggerAttributes) => ReactElement;
}
interface TriggerAttributes {
  readonly 'aria-haspopup'?: 'menu';
  readonly onClick?: () => void;
  readonly onPointerEnter?: () => void;
}

/** A menu whose code comes when it is first wanted: menus need much of it, and the first screen needs none. */
export function LazyMenu({ load, trigger }: LazyMenuProps): ReactNode {
  const [Loaded, setLoaded] = useState<ComponentType<OpenMenuProps>>();
  if (Loaded !== undefined) return <Loaded trigger={trigger({})} />;
  return trigger({
    'aria-haspopup': 'menu',
    onPointerEnter: () => void load(),
    onClick: () => void load().then((menu) => setLoaded(() => menu)),
  });
}

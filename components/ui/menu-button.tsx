'use client';

import { type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { Button } from './button.tsx';

export interface MenuItem {
  readonly label: ReactNode;
  readonly onChoose: () => void;
}

interface MenuButtonProps {
  readonly label: ReactNode;
  /** Of a button that shows a sign only. */
  readonly name?: string;
  readonly busy?: boolean;
  readonly items: readonly MenuItem[];
}

/** A button that opens a short list of actions. Arrows move, Enter chooses, Escape and a click elsewhere close it. */
export function MenuButton({ label, name, busy = false, items }: MenuButtonProps) {
  const id = useId();
  const box = useRef<HTMLSpanElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  useEffect(() => {
    if (!open) return;
    box.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const onPointerDown = (event: PointerEvent): void => {
      if (event.target instanceof Node && box.current?.contains(event.target) !== true) setOpen(false);
    };
    window.addEventListener('pointerdown', onPointerDown);
    return () => window.removeEventListener('pointerdown', onPointerDown);
  }, [open]);
  const move = (by: 1 | -1): void => {
    const all = [...(box.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const at = all.indexOf(document.activeElement as HTMLElement);
    all.at((at + by) % all.length)?.focus();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: keys of the list inside, which bubble
    <span
      ref={box}
      className="relative inline-flex"
      onKeyDown={(event) => {
        if (!open) return;
        if (event.key === 'Escape') close();
        else if (event.key === 'ArrowDown') move(1);
        else if (event.key === 'ArrowUp') move(-1);
        else if (event.key === 'Tab') return setOpen(false);
        else return;
        event.preventDefault();
        event.stopPropagation();
      }}
    >
      <Button
        ref={button}
        size="sm"
        busy={busy}
        aria-label={name}
        title={name}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        {label}
      </Button>
      {open ? (
        <div
          id={id}
          role="menu"
          aria-label={name}
          className="absolute top-full right-0 z-20 mt-1 flex min-w-44 flex-col rounded-md border border-line-strong bg-surface p-1 shadow-lg"
        >
          {items.map((item, index) => (
            <button
              // biome-ignore lint/suspicious/noArrayIndexKey: the items of one button never change their order
              key={index}
              type="button"
              role="menuitem"
              tabIndex={-1}
              className="flex items-center gap-2 rounded px-2 py-1.5 text-left text-xs hover:bg-hover focus-visible:bg-hover"
              onClick={() => {
                close();
                item.onChoose();
              }}
            >
              {item.label}
            </button>
          ))}
        </div>
      ) : null}
    </span>
  );
}

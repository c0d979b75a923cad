const KEY = 'ringfence-single-keys';

/** Shortcuts of one letter can be switched off: speech input types them by accident. */
export const singleKeysOn = () => localStorage.getItem(KEY) !== 'off';

export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}

/** True for a key that would be a shortcut of one letter here: no modifier, no text field, no list to type ahead in. */
export function isSingleKey(event: KeyboardEvent): boolean {
  if (event.key.length !== 1 || event.key === ' ' || event.altKey || event.ctrlKey || event.metaKey) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  return (
    !target.isContentEditable &&
    target.closest('input:not([type=checkbox]):not([type=radio]), textarea, select, [role=menu], [role=dialog]') ===
      null
  );
}

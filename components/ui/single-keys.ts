const KEY = 'ringfence-single-keys';

/** Whoever chooses an action by its name wants it also where its key is switched off. */
let isPressedByName = false;

/** Shortcuts of one letter can be switched off: speech input types them by accident. */
export const singleKeysOn = () => isPressedByName || localStorage.getItem(KEY) !== 'off';

export function switchSingleKeys(on: boolean): void {
  if (on) localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, 'off');
}

/** Does what a key does on this page, as if it were pressed: the page itself knows how. */
export function pressByName(key: string): void {
  isPressedByName = true;
  try {
    window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
  } finally {
    isPressedByName = false;
  }
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

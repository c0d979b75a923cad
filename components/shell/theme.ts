export type ThemeChoice = 'system' | 'light' | 'dark';
export const THEME_CHOICES: readonly ThemeChoice[] = ['system', 'light', 'dark'];
const KEY = 'ringfence-theme'; // public/theme.js reads it before the first paint
const DARK = '(prefers-color-scheme: dark)';

/** Everything that paints on a canvas listens for this event on `window`. */
export const THEME_EVENT = 'ringfence:theme';

export function themeChoice(): ThemeChoice {
  const stored = localStorage.getItem(KEY);
  return stored === 'light' || stored === 'dark' ? stored : 'system';
}

export function chooseTheme(choice: ThemeChoice): void {
  if (choice === 'system') localStorage.removeItem(KEY);
  else localStorage.setItem(KEY, choice);
  applyTheme();
}

/** Applies the stored choice, now and whenever the system changes. Returns what ends it. */
export function followTheme(): () => void {
  const system = matchMedia(DARK);
  applyTheme();
  system.addEventListener('change', applyTheme);
  window.addEventListener('storage', applyTheme);
  return () => {
    system.removeEventListener('change', applyTheme);
    window.removeEventListener('storage', applyTheme);
  };
}

function applyTheme(): void {
  const choice = themeChoice();
  const theme = choice === 'system' ? (matchMedia(DARK).matches ? 'dark' : 'light') : choice;
  if (document.documentElement.dataset.theme === theme) return;
  document.documentElement.dataset.theme = theme;
  window.dispatchEvent(new Event(THEME_EVENT));
}

import { SCENE_THEMES } from '#lib/graph/theme.ts';
import type { MapTheme } from './map-style.ts';

/** The theme that the page shows now; what the scene's table lacks comes from the page's own tokens. */
export function readMapTheme(): MapTheme {
  const root = document.documentElement;
  const style = getComputedStyle(root);
  const token = (name: string) => style.getPropertyValue(name).trim();
  return {
    ...SCENE_THEMES[root.dataset.theme === 'dark' ? 'dark' : 'light'],
    accent: token('--color-accent'),
    onAccent: token('--color-on-accent'),
    selected: token('--color-selected'),
    focus: token('--color-focus'),
    hover: token('--color-hover'),
    opens: token('--color-opens'),
    closes: token('--color-closes'),
    fontSans: fontFamily('font-sans'),
    fontMono: fontFamily('font-mono'),
  };
}

/** The loaded font's real name: the canvas does not resolve variables. */
function fontFamily(utility: string): string {
  const probe = document.createElement('span');
  probe.className = utility;
  document.body.append(probe);
  const family = getComputedStyle(probe).fontFamily;
  probe.remove();
  return family;
}

/** Measures text on a canvas of its own, with the fonts that the map draws. */
export function measureWith(theme: MapTheme): (text: string, size: number, weight: number) => number {
  const context = document.createElement('canvas').getContext('2d');
  return (text, size, weight) => {
    if (context === null) return text.length * size * 0.56; // mean advance of Inter
    context.font = `${weight} ${size}px ${theme.fontSans}`;
    return context.measureText(text).width;
  };
}

// Runs before the first paint, so that no theme flashes. `components/shell/theme.ts` writes the same key.
const choice = localStorage.getItem('ringfence-theme');
const dark = choice === 'dark' || (choice !== 'light' && matchMedia('(prefers-color-scheme: dark)').matches);
document.documentElement.dataset.theme = dark ? 'dark' : 'light';

/** The canvas, with the library that draws it. */
export const loadMap = () => import('./create-map.ts');

/** What the canvas draws at 60 frames a second on two cores without a GPU. */
export const SCENE_MAX_NODES = 300;
export const SCENE_MAX_EDGES = 600;
/** Between tiles even fewer lines can be followed, and the picture stays under 200 kB. */
export const TILE_SCENE_MAX_EDGES = 300;

/** What the canvas draws at 60 frames a second on two cores without a GPU. */
export const SCENE_MAX_NODES = 300;
export const SCENE_MAX_EDGES = 600;
/** Between tiles even fewer lines can be followed. */
export const TILE_SCENE_MAX_EDGES = 300;
/** Of JSON. Some hundred bytes stay for what stands round boxes and lines. */
export const SCENE_MAX_BYTES = 199_000;
/** Boxes of an opened namespace or workload: hub, outside and neighbours need the rest. */
export const OPENED_MAX_BOXES = 200;
/** Other namespaces beside an opened one. */
export const NEIGHBOURS_MAX = 60;
/** Blocks beside an opened namespace. */
export const BLOCKS_MAX = 24;

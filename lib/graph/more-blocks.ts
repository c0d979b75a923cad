/** The box of all blocks that have no room of their own. */
export const MORE_BLOCKS = 'addr:more';

/** The ring of a tree's active item: the tree has the focus, and names the item. */
export const ACTIVE_ITEM =
  'group-focus-visible/tree:outline-2 group-focus-visible/tree:-outline-offset-2 group-focus-visible/tree:outline-focus';

export const MENU_POPUP =
  'min-w-40 max-w-[90vw] max-h-[70vh] overflow-y-auto rounded-lg border border-line bg-overlay py-1 text-sm shadow-pop outline-none';
export const MENU_ITEM =
  'flex min-h-8 cursor-pointer items-center gap-2 px-2.5 outline-none select-none data-highlighted:bg-hover';

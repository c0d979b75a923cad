/** A way of looking at the map: its filter, level and view, as the address has them. */
export interface StoredView {
  readonly name: string;
  /** `q=ns%3Acrm&level=pods`, without what is chosen. */
  readonly search: string;
}

type ViewStorage = Pick<Storage, 'getItem' | 'setItem'>;
/** Asked for each time: where a browser forbids storage, already the name throws. */
const ofBrowser = (): ViewStorage => localStorage;
const KEY = 'ringfence-views';
const VIEWS_MAX = 200;
const NAME_MAX = 80;
const SEARCH_MAX = 4000;

/** What a view is not about: the box, line or gap that is looked at just now. */
const OF_THE_MOMENT = ['select', 'edge', 'gap', 'legend', 'rev'];

/** The view of an address, without what is of the moment. */
export function viewSearch(search: string): string {
  const kept = new URLSearchParams(search);
  for (const name of OF_THE_MOMENT) kept.delete(name);
  return kept.toString();
}

/** Views that are kept in this browser; none where nothing is stored that can be read. */
export function readViews(storage = ofBrowser): readonly StoredView[] {
  try {
    return viewsFromText(storage().getItem(KEY) ?? '[]') ?? [];
  } catch {
    return [];
  }
}

/** Without storage, or with a full one, nothing is kept: false. */
export function storeViews(views: readonly StoredView[], storage = ofBrowser): boolean {
  try {
    storage().setItem(KEY, JSON.stringify(views.slice(0, VIEWS_MAX)));
    return true;
  } catch {
    return false;
  }
}

/** A view of the same name is replaced where it stands. */
export function withView(views: readonly StoredView[], view: StoredView): readonly StoredView[] {
  const isKnown = views.some(({ name }) => name === view.name);
  return isKnown ? views.map((each) => (each.name === view.name ? view : each)) : [...views, view];
}

/** As one text, to hand on. */
export const viewsAsText = (views: readonly StoredView[]): string => JSON.stringify(views, null, 2);

/** Views that somebody handed on; undefined where the text is none of ours. */
export function viewsFromText(text: string): readonly StoredView[] | undefined {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(read) || read.length > VIEWS_MAX || !read.every(isView)) return undefined;
  return read.map(({ name, search }) => ({ name, search: viewSearch(search) }));
}

function isView(value: unknown): value is StoredView {
  if (typeof value !== 'object' || value === null) return false;
  const { name, search } = value as Readonly<Record<string, unknown>>;
  const isShort = (text: unknown, most: number) => typeof text === 'string' && text.length <= most;
  return isShort(name, NAME_MAX) && name !== '' && isShort(search, SEARCH_MAX);
}

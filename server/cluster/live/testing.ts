import type { Listing, LiveItem } from './list-pages.ts';
import { LIVE_KINDS, type LiveKind } from './live-kind.ts';

export function kindNamed(name: string): LiveKind {
  const kind = LIVE_KINDS.find((each) => each.name === name);
  if (kind === undefined) throw new Error(`there is no kind ${name}`);
  return kind;
}

/** An object of the kind as a list has it: `ns/name` or `name`, its version and its labels. */
export function itemOf(
  { apiVersion, kind }: LiveKind,
  key: string,
  resourceVersion: string,
  labels: Readonly<Record<string, string>> = {},
): LiveItem {
  const [name = '', namespace] = key.split('/').reverse();
  const metadata = { name, ...(namespace === undefined ? {} : { namespace }), resourceVersion, labels };
  const kept = { apiVersion, kind, metadata, spec: {} } as unknown as LiveItem['projection']['kept'];
  return { key, resourceVersion, projection: { kept, problems: [], notes: [] } as unknown as LiveItem['projection'] };
}

export function listingOf(resourceVersion: string, items: readonly LiveItem[], started: number): Listing {
  return { items, resourceVersion, pages: 1, started, ended: started + 10 };
}

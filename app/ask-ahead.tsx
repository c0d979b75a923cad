import { setImmediate as turn } from 'node:timers/promises';
import { headers } from 'next/headers';
import { MapAhead } from '#components/map/map-ahead.tsx';
import { apiUrl } from '#lib/api/client.ts';
import { runtime } from '#server/current-runtime.ts';

/** What asks the map for another picture than its first. */
const PICTURE = ['level', 'namespace', 'workload', 'unfold'];

/**
 * Has the browser ask for what the console needs first while it still loads the page's script, which then finds the
 * answers there: the addresses are exactly those that the page asks for. Only for a document: whoever goes from page to
 * page keeps what was answered. And of a cluster that is still being read only the list is asked for.
 */
export async function AskAhead({ cluster }: { readonly cluster: string }) {
  const asked = await headers();
  if (asked.get('sec-fetch-dest') !== 'document') return null;
  await turn(); // the first page's code was loaded in one go: what the worker said meanwhile is heard now
  const isRead = runtime()
    .clusters()
    .some(({ id, revision }) => id === cluster && revision !== undefined);
  const address = asked.get('x-address') ?? '';
  const [path = ''] = address.split('?', 1);
  const search = new URLSearchParams(address.slice(path.length));
  const isMap = path.endsWith('/map');
  const drawsMap = isMap && !PICTURE.some((name) => search.has(name));
  const addresses = [
    apiUrl('GET /api/clusters', {}),
    ...(isRead ? [apiUrl('GET /api/clusters/{cluster}/summary', { cluster })] : []),
    ...(isRead && drawsMap ? [apiUrl('GET /api/clusters/{cluster}/scene', { cluster })] : []),
  ];
  return (
    <>
      {addresses.map((href) => (
        <link key={href} rel="preload" as="fetch" href={href} crossOrigin="anonymous" />
      ))}
      {isMap ? <MapAhead /> : null}
    </>
  );
}

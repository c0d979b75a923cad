import { type ComponentType, useEffect, useState } from 'react';

const loaded = new Map<unknown, unknown>();

/**
 * A part of a page that is loaded after it, undefined until then. Once it is there it is drawn at once: React's own lazy
 * parts show nothing for 300 ms the first time, loaded or not.
 * @param load the same function at each call.
 */
export function useLoaded<Props>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> | undefined {
  const [part, setPart] = useState(() => loaded.get(load) as ComponentType<Props> | undefined);
  useEffect(() => {
    load().then(
      (Part) => {
        loaded.set(load, Part);
        setPart(() => Part);
      },
      (error: unknown) =>
        setPart(() => {
          throw error; // to the page's own error state
        }),
    );
  }, [load]);
  return part;
}

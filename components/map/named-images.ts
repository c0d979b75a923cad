import type { Core } from 'cytoscape';

/** Of Cytoscape's renderer what loads images. Nothing of it is documented: another version may not have it. */
interface Renderer {
  imageCache?: Record<string, unknown>;
  getCachedImage?(address: string, crossOrigin: string, onLoad: () => void): HTMLImageElement;
}

/** Each is a document of its own for the browser. */
const MAX_IMAGES = 1_000;

export interface NamedImages {
  nameOf(address: string): string;
  /** Whether there are more than a canvas needs. */
  areMany(): boolean;
  /** Drops all but these. */
  keepOnly(names: ReadonlySet<string>): void;
}

const UNNAMED: NamedImages = { nameOf: (address) => address, areMany: () => false, keepOnly: () => undefined };

/**
 * Gives images short names on a canvas: whenever a box is styled Cytoscape reads each letter of the address of its image,
 * and that is the image itself. A renderer that loads them in another way is given the address.
 */
export function nameImages(cy: Core): NamedImages {
  const renderer = (cy as unknown as { renderer(): Renderer | null }).renderer();
  const names = new Map<string, string>();
  const addresses = new Map<string, string>();
  let named = 0;
  const load = renderer?.getCachedImage;
  if (renderer === null || load === undefined) return UNNAMED;
  renderer.getCachedImage = function (this: Renderer, name, crossOrigin, onLoad) {
    return load.call(this, addresses.get(name) ?? name, crossOrigin, onLoad);
  };
  return {
    nameOf(address) {
      let name = names.get(address);
      if (name === undefined) {
        name = `image-${named++}`;
        names.set(address, name);
        addresses.set(name, address);
      }
      return name;
    },
    areMany: () => names.size > MAX_IMAGES,
    keepOnly(wanted) {
      for (const [address, name] of names) {
        if (wanted.has(name)) continue;
        names.delete(address);
        addresses.delete(name);
        delete renderer.imageCache?.[address];
      }
    },
  };
}

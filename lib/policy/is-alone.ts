/** One pod only, as far as can be known: it has no other of its kind to connect with. `count` may be of a part. */
export function isAlone({ countUnknown }: { readonly countUnknown: boolean }, count: number): boolean {
  return count <= 1 && !countUnknown;
}

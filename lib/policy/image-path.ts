/** `registry.example:5000/a/b:1.2@sha256:…` → `registry.example:5000/a/b`. */
export function imagePath(image: string): string {
  const [named = ''] = image.split('@');
  const colon = named.lastIndexOf(':');
  return colon > named.lastIndexOf('/') ? named.slice(0, colon) : named;
}

/** The tag, without a digest; undefined where there is none. */
export function imageTag(image: string): string | undefined {
  const [named = ''] = image.split('@');
  const path = imagePath(image);
  return named.length > path.length ? named.slice(path.length + 1) : undefined;
}

/** Whether the image is one of these, whatever its registry, tag and digest. */
export function isImageOf(image: string, paths: readonly string[]): boolean {
  const path = imagePath(image);
  return paths.some((each) => path === each || path.endsWith(`/${each}`));
}

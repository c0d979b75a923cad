import { stringify } from 'yaml';
import type { KeptObject } from '#lib/kube/objects.ts';

/**
 * An object as somebody would apply it: as it was written, where that was kept; else without status and without what the
 * server adds, which would be refused or mean nothing.
 */
export function manifestText(object: KeptObject): string {
  const { origin } = object;
  if (origin?.text !== undefined) return `${origin.text.trimEnd()}\n`;
  const { apiVersion, kind, metadata } = object;
  const { name, namespace, labels, annotations } = metadata;
  const written = {
    apiVersion,
    kind,
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(labels === undefined ? {} : { labels: { ...labels } }),
      ...(annotations === undefined ? {} : { annotations: { ...annotations } }),
    },
    ...('spec' in object && object.spec !== undefined ? { spec: object.spec } : {}),
  };
  return stringify(written, { aliasDuplicateObjects: false, lineWidth: 0 });
}

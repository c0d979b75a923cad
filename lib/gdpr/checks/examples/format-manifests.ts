import { parseAllDocuments, stringify } from 'yaml';

/** The same objects as people write them: block YAML, one document each, without what is empty. Throws nothing. */
export function formatManifests(yaml: string): string {
  return parseAllDocuments(yaml)
    .map((document) => stringify(withoutEmptyLabels(document.toJS()), { lineWidth: 0 }))
    .join('---\n');
}

function withoutEmptyLabels(object: unknown): unknown {
  const { metadata, ...rest } = object as { readonly metadata?: { readonly labels?: object } };
  if (metadata?.labels === undefined || Object.keys(metadata.labels).length > 0) return object;
  const { labels: _, ...kept } = metadata;
  const { apiVersion, kind, ...others } = rest as Readonly<Record<string, unknown>>;
  return { apiVersion, kind, metadata: kept, ...others };
}

import { type Document, type ParsedNode, parseDocument, Schema } from 'yaml';

/**
 * YAML as Kubernetes reads it: version 1.1 (an unquoted `yes` is a boolean), but timestamps and base-60 numbers stay
 * text, and the last of two equal keys wins. The parser's own messages may quote values and are never shown.
 */
const OPTIONS = {
  version: '1.1',
  uniqueKeys: false,
  prettyErrors: false,
  keepSourceTokens: false,
  logLevel: 'silent',
  // One schema for all documents: making it anew costs more than parsing a small one.
  schema: new Schema({
    schema: 'yaml-1.1',
    merge: true,
    resolveKnownTags: false,
    customTags: (tags) => tags.filter((tag) => !isTimeTag(tag)),
  }),
};

/** The tree of one document with its errors. Throws RangeError where it is nested deeper than the stack. */
export function parseYaml(text: string): Document.Parsed<ParsedNode> {
  // The types know a schema by name only; the parser takes one that is made already.
  return parseDocument(text, OPTIONS as unknown as Parameters<typeof parseDocument>[1]) as Document.Parsed<ParsedNode>;
}

function isTimeTag(tag: unknown): boolean {
  if (typeof tag !== 'object' || tag === null) return false;
  const { tag: name, format } = tag as { tag?: unknown; format?: unknown };
  return name === 'tag:yaml.org,2002:timestamp' || format === 'TIME';
}

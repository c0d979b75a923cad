import { isCollection, isNode, isPair, parseAllDocuments, visit } from 'yaml';

/** Characters that a line of code on paper holds; a longer one is broken where the next begins. */
const LINE = 98;

/** The same YAML in fewer lines, for paper: what fits one line stands on one. Reads back as the same objects. */
export function compactYaml(text: string): readonly string[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return text.trimEnd().split('\n');
  const parts = documents.map((document) => {
    visit(document, {
      Collection: (key, node, path) => {
        const isWhole = path.length === 1; // the object itself stays a block
        if (isWhole || hasComment(node) || columnOf(key, path) + flowLength(node) > LINE) return;
        node.flow = true;
      },
    });
    return document
      .toString({ lineWidth: 0, directives: false })
      .replace(/^---\n/, '')
      .trimEnd();
  });
  return parts
    .filter((part) => part !== '')
    .join('\n---\n')
    .split('\n');
}

/** Where a value begins that stands on the line of its key or dash. */
function columnOf(key: unknown, path: readonly unknown[]): number {
  const indent = 2 * (path.filter((each) => isCollection(each)).length - 1);
  const parent = path.at(-1);
  return isPair(parent) && key === 'value' ? indent + `${String(parent.key)}: `.length : indent + '- '.length;
}

/** Characters of a collection on one line: as JSON, with spaces and without quotation marks. */
function flowLength(node: { toJSON(): unknown }): number {
  const json = JSON.stringify(node.toJSON());
  return json.replaceAll('"', '').length + json.replaceAll(/[^{}[\],:]/g, '').length;
}

/** A comment ends its line, so that it cannot stand inside one. */
function hasComment(node: unknown): boolean {
  let found = false;
  const look = (each: unknown): void => {
    if (isNode(each) && ((each.comment ?? '') !== '' || (each.commentBefore ?? '') !== '')) found = true;
  };
  look(node);
  if (isCollection(node)) visit(node, { Node: (_, each) => look(each) });
  return found;
}

import { isCollection, isNode, parseAllDocuments, visit } from 'yaml';

/** Characters of a collection that stands on one line. */
const ONE_LINE = 84;

/** The same YAML in fewer lines, for paper: what fits one line stands on one. Reads back as the same objects. */
export function compactYaml(text: string): readonly string[] {
  const documents = parseAllDocuments(text);
  if (!Array.isArray(documents) || documents.some(({ errors }) => errors.length > 0)) return text.trimEnd().split('\n');
  const parts = documents.map((document) => {
    visit(document, {
      Collection: (_, node, path) => {
        const isWhole = path.length === 1; // the object itself stays a block
        if (isWhole || hasComment(node) || JSON.stringify(node.toJSON()).length > ONE_LINE) return;
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

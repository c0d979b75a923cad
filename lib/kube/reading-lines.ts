import type { ReadingNote, UnreadObject } from './cluster-objects.ts';

type Place = Pick<UnreadObject, 'file' | 'line' | 'document' | 'object'>;

/** `shop.yaml:12, document 2: Pod shop/web: metadata.labels.env must be text …` */
export function unreadLine({ field, message, ...place }: UnreadObject): string {
  return withPlace(place, field === undefined ? message : `${field} ${message}`);
}

/** `shop.yaml:12, document 2: A Helm template, not a manifest …` */
export function noteLine({ message, ...place }: ReadingNote): string {
  return withPlace(place, message);
}

/** A message that begins with its file or its object is not told it twice. */
function withPlace({ file, line, document, object }: Place, message: string): string {
  const at = file === undefined || line === undefined ? file : `${file}:${line}`;
  const where = document === undefined ? [at] : [at, `document ${document}`];
  const place = file !== undefined && message.startsWith(`${file} `) ? '' : where.filter(isThere).join(', ');
  const isNamed = object !== undefined && [' ', ': '].some((after) => message.startsWith(object + after));
  return [place, isNamed ? '' : object, message].filter(isThere).join(': ');
}

function isThere(part: string | undefined): part is string {
  return part !== undefined && part !== '';
}

/** Objects, or documents where none is known, of which something could not be read. One may have several problems. */
export function countUnread(unread: readonly UnreadObject[]): number {
  return new Set(unread.map((problem) => JSON.stringify(identityOf(problem)))).size;
}

function identityOf({ file, document, line, object, message }: UnreadObject): readonly unknown[] {
  if (object !== undefined) return [object, file, document];
  return file === undefined ? [message] : [file, document, line];
}

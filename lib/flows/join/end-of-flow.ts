import { type Cidr, parseCidr } from '#lib/policy/address.ts';

/** An end as `FlowRow` writes it, read. */
export type JoinEnd =
  | { readonly type: 'workload'; readonly key: string }
  /** Without a node: nobody told which. */
  | { readonly type: 'host'; readonly node?: string }
  | { readonly type: 'address'; readonly block: Cidr }
  | { readonly type: 'name'; readonly name: string }
  | { readonly type: 'service'; readonly key: string }
  | { readonly type: 'unknown' };

/** What cannot be read is unknown: a later version may write ends of other kinds. */
export function parseEnd(text: string): JoinEnd {
  if (text === 'host') return { type: 'host' };
  const colon = text.indexOf(':');
  const slash = text.indexOf('/');
  if (colon < 0 || (slash >= 0 && slash < colon)) {
    return text.split('/').length >= 3 ? { type: 'workload', key: text } : { type: 'unknown' };
  }
  const rest = text.slice(colon + 1);
  switch (text.slice(0, colon)) {
    case 'host':
      return { type: 'host', node: rest };
    case 'name':
      return { type: 'name', name: rest };
    case 'service':
      return { type: 'service', key: rest };
    case 'ip': {
      const block = parseCidr(rest);
      return block === undefined ? { type: 'unknown' } : { type: 'address', block };
    }
    default:
      return { type: 'unknown' };
  }
}

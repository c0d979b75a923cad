import { endInNamespace, phantomPod } from '#lib/text/en/gaps-page.ts';

/** A witness's end as the drawing names it. */
export interface WitnessEnd {
  readonly name: string;
  readonly detail: string;
  /** A hypothetical pod: drawn dashed. */
  readonly phantom: boolean;
}

/** `shop/?app=x`, `crm/StatefulSet/crm-db`, `crm/crm-db-0`, `internet`, `10.0.0.0/8` → two lines of text. */
export function witnessEnd(id: string): WitnessEnd {
  const [namespace = '', ...rest] = id.split('/');
  const name = rest.join('/');
  // The name of a namespace holds neither dots nor colons: what does is an address or a range.
  if (name === '' || /[.:]/.test(namespace)) return { name: id, detail: '', phantom: false };
  if (name.startsWith('?')) {
    return { name: phantomPod(name.slice(1)), detail: endInNamespace(namespace), phantom: true };
  }
  const [kind = '', workload] = rest;
  if (workload === undefined) return { name, detail: namespace, phantom: false };
  return { name: workload, detail: `${kind} · ${namespace}`, phantom: false };
}

import type { ServedPort } from '../served-ports.ts';
import { imageRules } from './find-signals.ts';
import { PORT_RULES } from './signal-table.ts';

const STORE_PORTS: ReadonlySet<number> = new Set(
  PORT_RULES.flatMap(({ gives, ports }) => (gives === 'data-at-rest' ? ports : [])),
);

export type StoreSign = 'data-map' | 'label' | 'image' | 'port' | 'claim';

export interface StoreEvidence {
  readonly labels: 'true' | 'false' | undefined;
  readonly images: readonly string[];
  readonly served: readonly ServedPort[];
  readonly claims: boolean;
  readonly kind: string;
}

/**
 * The sign by which a workload counts as a data store (gdpr.md §4.4), or undefined. It says nothing about personal
 * data. A label decides alone, in both directions.
 */
export function storeSign(evidence: StoreEvidence): StoreSign | undefined {
  if (evidence.labels !== undefined) return evidence.labels === 'true' ? 'label' : undefined;
  if (evidence.images.some(isStoreImage)) return 'image';
  if (evidence.served.some(({ port }) => isStorePort(port))) return 'port';
  if (evidence.kind === 'StatefulSet' && evidence.claims) return 'claim';
  return undefined;
}

/** Whether stores are used to answer on a TCP port. */
export function isStorePort(port: number): boolean {
  return STORE_PORTS.has(port);
}

function isStoreImage(image: string): boolean {
  return imageRules(image).some(({ gives }) => gives === 'data-at-rest');
}

import { notFound } from 'next/navigation';
import { runtime } from '#server/current-runtime.ts';

/** The cluster's name of an address, decoded. Ends in the page for what is not there where no cluster is called so. */
export function findCluster(part: string): string {
  const cluster = decoded(part);
  if (cluster === undefined || !isCluster(cluster)) notFound();
  return cluster;
}

/** True where it is open. */
export function isCluster(cluster: string): boolean {
  return runtime()
    .clusters()
    .some(({ id }) => id === cluster);
}

/** Undefined where it is no text: `%E0`. */
export function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

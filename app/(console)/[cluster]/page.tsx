import { redirect } from 'next/navigation';
import { findCluster } from '#app/find-cluster.ts';
import { clusterHref } from '#components/shell/cluster-href.ts';
import { searchOf } from '#components/shell/search-of.ts';

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
  readonly searchParams: Promise<Readonly<Record<string, string | readonly string[] | undefined>>>;
}

/** The map, with whatever was asked of it. */
export default async function Page({ params, searchParams }: PageProps) {
  redirect(clusterHref(findCluster((await params).cluster)) + searchOf(await searchParams));
}

import { redirect } from 'next/navigation';
import { clusterHref } from '#components/shell/cluster-href.ts';

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  redirect(clusterHref(decodeURIComponent((await params).cluster)));
}

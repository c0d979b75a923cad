import type { Metadata } from 'next';
import { PodListPage } from '#components/pod/pod-list-page.tsx';
import { POD_LIST } from '#lib/text/en/pod.ts';

export const metadata: Metadata = { title: POD_LIST.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <PodListPage cluster={decodeURIComponent(cluster)} />;
}

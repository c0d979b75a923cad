import type { Metadata } from 'next';
import { DataPage } from '#components/data/data-page.tsx';
import { DATA_PAGE } from '#lib/text/en/data-page.ts';

export const metadata: Metadata = { title: DATA_PAGE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <DataPage cluster={decodeURIComponent(cluster)} />;
}

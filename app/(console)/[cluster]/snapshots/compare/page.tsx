import type { Metadata } from 'next';
import { ComparePage } from '#components/snapshots/compare-page.tsx';
import { COMPARE_PAGE } from '#lib/text/en/compare-page.ts';

export const metadata: Metadata = { title: COMPARE_PAGE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <ComparePage cluster={decodeURIComponent(cluster)} />;
}

import type { Metadata } from 'next';
import { GapsPage } from '#components/gaps/gaps-page.tsx';
import { GAPS_PAGE } from '#lib/text/en/gaps-page.ts';

export const metadata: Metadata = { title: GAPS_PAGE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <GapsPage cluster={decodeURIComponent(cluster)} />;
}

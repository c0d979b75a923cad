import type { Metadata } from 'next';
import { TrailPage } from '#components/snapshots/trail-page.tsx';
import { TRAIL_PAGE } from '#lib/text/en/trail-page.ts';

export const metadata: Metadata = { title: TRAIL_PAGE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <TrailPage cluster={decodeURIComponent(cluster)} />;
}

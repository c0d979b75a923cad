import type { Metadata } from 'next';
import { SnapshotsPage } from '#components/snapshots/snapshots-page.tsx';
import { SNAPSHOTS_PAGE } from '#lib/text/en/snapshots-page.ts';

export const metadata: Metadata = { title: SNAPSHOTS_PAGE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <SnapshotsPage cluster={decodeURIComponent(cluster)} />;
}

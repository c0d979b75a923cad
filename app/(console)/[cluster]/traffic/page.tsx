import type { Metadata } from 'next';
import { TrafficPage } from '#components/traffic/traffic-page.tsx';
import { TRAFFIC_PAGE } from '#lib/text/en/traffic-page.ts';

export const metadata: Metadata = { title: TRAFFIC_PAGE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <TrafficPage cluster={decodeURIComponent(cluster)} />;
}

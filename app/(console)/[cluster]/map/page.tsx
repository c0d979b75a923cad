import type { Metadata } from 'next';
import { MapPage } from '#components/map/map-page.tsx';
import { MAP } from '#lib/text/en/map.ts';

export const metadata: Metadata = { title: MAP.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  return <MapPage cluster={decodeURIComponent((await params).cluster)} />;
}

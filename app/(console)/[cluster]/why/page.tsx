import type { Metadata } from 'next';
import { WhyPage } from '#components/why/why-page.tsx';
import { WHY } from '#lib/text/en/why.ts';

export const metadata: Metadata = { title: WHY.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <WhyPage cluster={decodeURIComponent(cluster)} />;
}

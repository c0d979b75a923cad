import type { Metadata } from 'next';
import { ComparePage } from '#components/compare/compare-page.tsx';
import { COMPARE } from '#lib/text/en/compare-pods.ts';

export const metadata: Metadata = { title: COMPARE.title };

export default async function Page({ params }: { readonly params: Promise<{ readonly cluster: string }> }) {
  const { cluster } = await params;
  return <ComparePage cluster={decodeURIComponent(cluster)} />;
}

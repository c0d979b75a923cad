import type { Metadata } from 'next';
import { SimulatePage } from '#components/simulate/simulate-page.tsx';
import { SIMULATE } from '#lib/text/en/simulate.ts';

export const metadata: Metadata = { title: SIMULATE.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  return <SimulatePage cluster={decodeURIComponent((await params).cluster)} />;
}

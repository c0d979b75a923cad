import type { Metadata } from 'next';
import { PoliciesPage } from '#components/policies/policies-page.tsx';
import { POLICIES } from '#lib/text/en/policies.ts';

export const metadata: Metadata = { title: POLICIES.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <PoliciesPage cluster={decodeURIComponent(cluster)} />;
}

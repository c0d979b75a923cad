import type { Metadata } from 'next';
import { checkOfPath } from '#components/checks/check-address.ts';
import { ChecksPage } from '#components/checks/checks-page.tsx';
import { CHECKS_PAGE } from '#lib/text/en/checks-page.ts';

interface PageProps {
  readonly params: Promise<{ readonly cluster: string; readonly check?: readonly string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const { cluster, check = [] } = await params;
  const named = checkOfPath(['', cluster, 'checks', ...check].join('/'));
  return { title: named === undefined ? CHECKS_PAGE.title : `${named} · ${CHECKS_PAGE.title}` };
}

export default async function Page({ params }: PageProps) {
  return <ChecksPage cluster={decodeURIComponent((await params).cluster)} />;
}

import type { Metadata } from 'next';
import { ChecksPage } from '#components/checks/checks-page.tsx';
import { CHECKS_PAGE } from '#lib/text/en/checks-page.ts';

interface PageProps {
  readonly params: Promise<{ readonly cluster: string; readonly check?: readonly string[] }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  const [check] = (await params).check ?? [];
  return {
    title: check === undefined ? CHECKS_PAGE.title : `${decodeURIComponent(check)} · ${CHECKS_PAGE.title}`,
  };
}

export default async function Page({ params }: PageProps) {
  return <ChecksPage cluster={decodeURIComponent((await params).cluster)} />;
}

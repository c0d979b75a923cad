import type { Metadata } from 'next';
import { SettingsPage } from '#components/settings/settings-page.tsx';
import { SETTINGS } from '#lib/text/en/settings.ts';

export const metadata: Metadata = { title: SETTINGS.title };

interface PageProps {
  readonly params: Promise<{ readonly cluster: string }>;
}

export default async function Page({ params }: PageProps) {
  const { cluster } = await params;
  return <SettingsPage cluster={decodeURIComponent(cluster)} />;
}

import type { Metadata } from 'next';
import { PodPage } from '#components/pod/pod-page.tsx';
import { visibleText } from '#lib/text/visible-text.ts';

interface PageProps {
  readonly params: Promise<{
    readonly cluster: string;
    readonly namespace: string;
    readonly kind: string;
    readonly name: string;
  }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: visibleText(decodeURIComponent((await params).name)) };
}

export default async function Page({ params }: PageProps) {
  const { cluster, namespace, kind, name } = await params;
  return (
    <PodPage
      key={`${namespace}/${kind}/${name}`}
      cluster={decodeURIComponent(cluster)}
      namespace={decodeURIComponent(namespace)}
      kind={decodeURIComponent(kind)}
      name={decodeURIComponent(name)}
    />
  );
}

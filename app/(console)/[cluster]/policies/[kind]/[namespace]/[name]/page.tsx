import type { Metadata } from 'next';
import { PolicyPage } from '#components/policies/policy-page.tsx';
import { namespaceOfPart } from '#lib/api/cluster-scope.ts';
import { visibleText } from '#lib/text/visible-text.ts';

interface PageProps {
  readonly params: Promise<{
    readonly cluster: string;
    readonly kind: string;
    readonly namespace: string;
    readonly name: string;
  }>;
}

export async function generateMetadata({ params }: PageProps): Promise<Metadata> {
  return { title: visibleText(decodeURIComponent((await params).name)) };
}

export default async function Page({ params }: PageProps) {
  const { cluster, kind, namespace, name } = await params;
  return (
    <PolicyPage
      key={`${kind}/${namespace}/${name}`}
      cluster={decodeURIComponent(cluster)}
      policy={{
        kind: decodeURIComponent(kind),
        namespace: namespaceOfPart(decodeURIComponent(namespace)),
        name: decodeURIComponent(name),
      }}
    />
  );
}

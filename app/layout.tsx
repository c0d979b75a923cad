import type { Metadata, Viewport } from 'next';
import { headers } from 'next/headers';
import type { ReactNode } from 'react';
import { Providers } from '#components/shell/providers.tsx';
import { SHELL } from '#lib/text/en/shell.ts';
import { inter, jetbrainsMono } from './fonts.ts';
import './globals.css';

export const metadata: Metadata = {
  title: { default: SHELL.product, template: `%s · ${SHELL.product}` },
  description: SHELL.description,
  icons: '/icon.svg',
};
export const viewport: Viewport = { width: 'device-width', initialScale: 1 };

export default async function RootLayout({ children }: { readonly children: ReactNode }) {
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  return (
    // theme.js sets data-theme before React sees the element
    <html lang="en" className={`${inter.variable} ${jetbrainsMono.variable}`} suppressHydrationWarning>
      <head>
        <script src="/theme.js" nonce={nonce} />
        {/* Cytoscape adds this very element without a nonce, unless it is there already. */}
        <style id="__________cytoscape_stylesheet" nonce={nonce}>
          {'.__________cytoscape_container{position:relative}'}
        </style>
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  );
}

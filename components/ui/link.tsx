import NextLink from 'next/link';
import type { ComponentProps } from 'react';

/**
 * The framework's link without its prefetch on sight: of pages that are made when they are asked for it brings the tree of
 * layouts and nothing to show, twice for each link, before what the page itself asks for.
 */
export function Link(props: ComponentProps<typeof NextLink>) {
  return <NextLink prefetch={false} {...props} />;
}

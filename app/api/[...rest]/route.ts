import { noSuchEndpoint } from '#server/http/no-such-endpoint.ts';

export const dynamic = 'force-dynamic';
export const GET = noSuchEndpoint;
export const POST = noSuchEndpoint;
export const PUT = noSuchEndpoint;
export const PATCH = noSuchEndpoint;
export const DELETE = noSuchEndpoint;

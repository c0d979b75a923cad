import type { CompareView } from '#lib/api/compare-schemas.ts';
import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import { compareView } from '#lib/gdpr/compare-view.ts';
import { parsePort } from '#lib/policy/probe.ts';
import { badPortQuery, ONE_OTHER_END } from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';

/** Two senders to one target (`to`), or two targets of one sender (`from`). Throws BAD_REQUEST. */
export function comparePods(
  { model, revision, classificationOf }: Analysis,
  { a, b, to, from, port }: EndpointInput<'GET /api/clusters/{cluster}/compare'>,
): CompareView {
  if ((to === undefined) === (from === undefined)) throw new RingfenceError('BAD_REQUEST', ONE_OTHER_END);
  const asked = port === undefined || port === '' ? {} : { port: parsePort(port) };
  if ('port' in asked && asked.port === undefined) throw new RingfenceError('BAD_REQUEST', badPortQuery(port ?? ''));
  const way = to === undefined ? 'targets' : 'senders';
  const question = {
    a,
    b,
    way,
    other: to ?? from ?? '',
    ...(asked.port === undefined ? {} : { port: asked.port }),
  } as const;
  return compareView(model, question, { revision, classificationOf });
}

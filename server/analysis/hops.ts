import type { EndpointInput } from '#lib/api/endpoints.ts';
import { RingfenceError } from '#lib/api/errors.ts';
import type { HopCut, HopPath, HopsView, PathLink } from '#lib/api/hops-schemas.ts';
import { hopCut } from '#lib/gdpr/hops/hop-cut.ts';
import { hopPath } from '#lib/gdpr/hops/hop-path.ts';
import { type HopsQuestion, hopsView } from '#lib/gdpr/hops/hops-view.ts';
import { SEVERITIES } from '#lib/gdpr/types.ts';
import { parsePort } from '#lib/policy/probe.ts';
import { badPortQuery } from '#lib/text/en/server.ts';
import type { Analysis } from './analysis.ts';

/** Where one could get from a pod in so many hops, or from where to it. */
export function hops(
  { model, revision, classificationOf, gaps }: Analysis,
  { end, direction, hops, other, personal, gaps: onlyGaps, port }: EndpointInput<'GET /api/clusters/{cluster}/hops'>,
): HopsView {
  const question = { end, direction, hops, other, personal, gaps: onlyGaps, ...askedPort(port) };
  return hopsView(model, question, { revision, classificationOf, gapsOf: gaps.badge });
}

/** One of the shortest ways to one workload, with what admits each connection. */
export function oneHopPath(
  { model, revision, classificationOf, gaps }: Analysis,
  input: EndpointInput<'GET /api/clusters/{cluster}/hops/path'>,
): HopPath {
  const gapOn = (from: string, to: string): PathLink['gap'] => {
    const own = gaps.onConnection(from, to).flatMap((id) => gaps.byId(id) ?? []);
    const open = own.filter(({ result }) => result === 'FAIL' || result === 'UNKNOWN');
    const [worst] = open.sort((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
    return worst === undefined ? undefined : { id: worst.id, title: worst.title, severity: worst.severity };
  };
  return hopPath(model, input, { revision, classificationOf, gapOn });
}

/** What would cut all ways to one workload. */
export function cutOfHops(
  { model, revision }: Analysis,
  input: EndpointInput<'GET /api/clusters/{cluster}/hops/cut'>,
): HopCut {
  return hopCut(model, input, revision);
}

/** Throws BAD_REQUEST. */
function askedPort(written: string | undefined): Pick<HopsQuestion, 'port'> {
  if (written === undefined) return {};
  const { protocol, port } = parsePort(written) ?? {};
  if (protocol === undefined || typeof port !== 'number') {
    throw new RingfenceError('BAD_REQUEST', badPortQuery(written));
  }
  return { port: { protocol, port } };
}

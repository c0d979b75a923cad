import type { SourceStatus } from '#lib/api/cluster-types.ts';
import { ERRORS, type ErrorCode } from '#lib/api/errors.ts';
import * as text from '#lib/text/en/live.ts';
import type { ApiError } from './api-error.ts';
import type { ScopeHealth } from './kind-reader.ts';

/** One broken watch is ordinary: the server ends them when it restarts or rotates. The second failure in a row counts. */
const FAILURES_TO_LOSE = 2;

/** How all scopes together are doing. */
export interface SourceHealth {
  note(health: ScopeHealth, now: number): void;
  gone(scope: string): void;
  /** All that fails now, in no order. */
  failing(): readonly { readonly error: ApiError; readonly lastAlive: number | undefined }[];
}

export function createSourceHealth(): SourceHealth {
  const scopes = new Map<string, { failures: number; error: ApiError | undefined; lastAlive: number | undefined }>();
  return {
    note({ scope, error, failures }, now) {
      const lastAlive = failures === 0 ? now : scopes.get(scope)?.lastAlive;
      scopes.set(scope, { failures, error, lastAlive });
    },
    gone: (scope) => void scopes.delete(scope),
    failing: () =>
      [...scopes.values()].flatMap(({ failures, error, lastAlive }) =>
        failures >= FAILURES_TO_LOSE && error !== undefined ? [{ error, lastAlive }] : [],
      ),
  };
}

/** What is said of a failure: the sentence, the server's own words, and what to do. */
export function describeFailure(error: ApiError, server: string, context: string): NonNullable<SourceStatus['error']> {
  const code: ErrorCode = 'SOURCE_UNREACHABLE';
  const message =
    error.reason === 'Credentials'
      ? text.noCredentials(context)
      : error.status === 0
        ? text.unreachable(server)
        : error.status === 401
          ? text.unauthorised(server)
          : text.refused(server);
  // What an exec plugin wrote stays here: it may hold a token.
  const detail = error.reason === 'Credentials' ? undefined : error.message;
  return { code, message, ...(detail === undefined ? {} : { detail }), action: ERRORS[code].action };
}

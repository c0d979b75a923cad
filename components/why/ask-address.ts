import type { Protocol } from '#lib/kube/objects.ts';

/** One question as the address of the why page holds it. */
export interface Question {
  readonly from: string;
  readonly to: string;
  /** `TCP/8443`; empty asks about all ports. */
  readonly port: string;
}

const PORT = /^(?:(tcp|udp|sctp)\s*[/ ]\s*)?(\d{1,5})$/i;
const PROTOCOL = /^(tcp|udp|sctp)$/i;
/** As the API allows names of ports: with a letter somewhere. */
const NAMED = /^(?:(tcp|udp|sctp)\s*[/ ]\s*)?((?=.*[a-z])[a-z0-9-]{1,15})$/i;
const LAST_PORT = 65_535;

/**
 * `8443`, `tcp 8443`, `TCP/8443` → `TCP/8443`; `http` → `TCP/http`; `udp` → `UDP`, all of its ports; empty stays empty
 * (all ports). Undefined where it is no port.
 * Without a protocol TCP is meant, as in the API (row 44).
 */
export function normalisePort(text: string): string | undefined {
  const trimmed = text.trim();
  if (trimmed === '') return '';
  if (PROTOCOL.test(trimmed)) return trimmed.toUpperCase();
  const [, ofName = 'TCP', name] = NAMED.exec(trimmed) ?? [];
  if (name !== undefined) return `${ofName.toUpperCase()}/${name}`;
  const match = PORT.exec(trimmed);
  const port = Number(match?.[2]);
  if (match === null || port < 1 || port > LAST_PORT) return undefined;
  const protocol = (match[1]?.toUpperCase() ?? 'TCP') as Protocol;
  return `${protocol}/${port}`;
}

/** The why page's address. Ends hold `/`, `?` and `=` (`shop/?app=x`): they are encoded. */
export function whyHref(cluster: string, question: Question): string {
  const query = new URLSearchParams({ from: question.from, to: question.to });
  if (question.port !== '') query.set('port', question.port);
  return `/${encodeURIComponent(cluster)}/why?${query}`;
}

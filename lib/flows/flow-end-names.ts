import { bitsOf, type Cidr, formatAddress, parseAddress, parseCidr } from '#lib/policy/address.ts';
import { parseEndpoint } from '#lib/policy/endpoints.ts';
import { clientNetwork, wholeAddress } from './flow-ends.ts';

const NAMED = /^(?:host:[^/\s:]+|name:[^/\s]+|service:[^/\s]+\/[^/\s]+|[^/\s:]+\/(?!\?)[^/\s]*\/[^/\s]+)$/;
/** A name with a dot: without one it is as likely a slip, and so is one that ends like an address. */
const DOMAIN = /^(?=.{1,253}$)(?!.*\.\d+$)[a-z0-9_-]{1,63}(?:\.[a-z0-9_-]{1,63})+$/;

/** In front of a network that is meant as it is kept, and not with all that lies in it. */
export const ONLY_THIS = '=';
/** In front of a workload whose kind nobody here knows, in small letters: it means the kind however that is written. */
export const ANY_CASE = '~';

/**
 * The ends of flows that a text means, as `FlowRow` writes them: written so, as other commands take an end, or as people
 * read it in a list of gaps. A block means all that is kept within it. An address is a server's, and the network by which
 * it is kept where it is a client's: that one alone, and likewise of a block that is narrower.
 * Undefined where nobody can be an end by it; who it names need not be known.
 */
export function flowEndsOf(text: string): readonly string[] | undefined {
  if (text === 'host' || text === 'unknown') return [text];
  if (text === 'a node') return ['host'];
  if (text === 'an unknown end') return ['unknown'];
  const said = /^(node|Service) (\S+)$/.exec(text);
  if (said !== null) return flowEndsOf(`${said[1] === 'node' ? 'host' : 'service'}:${said[2]}`);
  const block = text.startsWith('ip:') ? text.slice('ip:'.length) : text;
  const address = parseAddress(block);
  if (address !== undefined) return [`ip:${wholeAddress(address)}`, `${ONLY_THIS}ip:${clientNetwork(address)}`];
  const cidr = block.includes('/') ? parseCidr(block) : undefined;
  if (cidr !== undefined) return [`ip:${cidrText(cidr)}`, ...networkAround(cidr)];
  if (DOMAIN.test(text.toLowerCase())) return [`name:${text.toLowerCase()}`];
  if (!NAMED.test(text)) return undefined;
  if (text.startsWith('name:')) return [text.toLowerCase()];
  return [/^[^/:]+\/[^/]+\//.test(text) ? ofCluster(text) : text];
}

/** With the kind in full: `shop/deploy/web` is `shop/Deployment/web`. */
function ofCluster(text: string): string {
  const [namespace = '', kind = '', name = ''] = text.split('/');
  const end = parseEndpoint(`${namespace}/${kind}/${kind.toLowerCase() === 'pod' ? name : name.replace(/:.*$/, '')}`);
  if (end.type === 'service') return `service:${end.namespace}/${end.name}`;
  if (end.type !== 'workload') return text;
  const written = `${namespace}/${end.kind}/${name}`;
  return end.kind === end.kind.toLowerCase() ? ANY_CASE + written : written;
}

function cidrText({ family, first, prefix }: Cidr): string {
  const hostBits = BigInt(bitsOf(family) - prefix);
  return `${formatAddress(family, (first >> hostBits) << hostBits)}/${prefix}`;
}

/** The network by which clients of a block are kept, where it is wider. A single address that is written as a block is a server's. */
function networkAround({ family, first, last }: Cidr): readonly string[] {
  const network = clientNetwork({ family, value: first });
  const around = parseCidr(network);
  const isNarrower = around !== undefined && (around.first < first || last < around.last);
  return isNarrower && first !== last ? [`${ONLY_THIS}ip:${network}`] : [];
}

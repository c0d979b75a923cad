import { type HubbleFlow, L7_TYPE } from './hubble-flow.ts';
import { plainName } from './read-hubble-flow.ts';

const MOST = 50_000;
const NAMES_OF_ONE = 8;

/**
 * By which names a client asked for addresses, as Cilium's DNS proxy saw the answers. Kept per client: addresses of
 * clouds are shared, and what somebody else asked for says little. Bounded: forgets the older half when it is full.
 */
export class DnsAnswers {
  #newer = new Map<string, readonly string[]>();
  #older = new Map<string, readonly string[]>();

  /** Takes an answer in; false where the event is none. */
  learn(flow: HubbleFlow): boolean {
    const dns = flow.l7?.dns;
    if (!dns) return false;
    const name = plainName(dns.query ?? '');
    const client = flow.IP?.destination;
    if (flow.l7?.type !== L7_TYPE.RESPONSE || name === '' || !client) return true;
    for (const ip of dns.ips ?? []) this.#add(`${client}|${ip}`, name);
    return true;
  }

  namesOf(client: string | undefined, ip: string | undefined): readonly string[] | undefined {
    if (client === undefined || ip === undefined) return undefined;
    const key = `${client}|${ip}`;
    return this.#newer.get(key) ?? this.#older.get(key);
  }

  #add(key: string, name: string): void {
    const known = this.#newer.get(key) ?? this.#older.get(key) ?? [];
    if (known.includes(name) && this.#newer.has(key)) return;
    if (this.#newer.size >= MOST) {
      this.#older = this.#newer;
      this.#newer = new Map();
    }
    const names = known.includes(name) ? known : [...known, name].slice(-NAMES_OF_ONE).sort();
    this.#newer.set(key, names);
  }
}

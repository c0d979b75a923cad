import type { ClusterPolicyPeer, LabelSelector, NetworkPolicyPeer } from '#lib/kube/objects.ts';
import { type AddressBlock, blockRanges } from './address-block.ts';
import { mayNamePods } from './cluster-names.ts';
import type { Peer } from './ir.ts';
import { type Selector, SelectorTable } from './label-selector.ts';

/** The selectors, blocks and peers of one model, each once: ten thousand policies name a few thousand of them. */
export class InternedParts {
  readonly selectors = new SelectorTable();
  readonly blocks: AddressBlock[] = [];
  readonly peers: Peer[] = [];
  private readonly blockByKey = new Map<string, AddressBlock>();
  private readonly peerByKey = new Map<string, Peer>();

  /** Equal for two that cut the address space into the same numbered parts. */
  blocksText(): string {
    return JSON.stringify([...this.blockByKey.keys()]);
  }

  selector(selector: LabelSelector | undefined): Selector {
    return this.selectors.intern(selector ?? {});
  }

  /** @returns undefined where a CIDR of the peer cannot be read. */
  peer(peer: NetworkPolicyPeer, ownNamespace: string): Peer | undefined {
    if (peer.ipBlock !== undefined) {
      if (peer.podSelector !== undefined || peer.namespaceSelector !== undefined) return undefined; // row 28
      const block = this.block(peer.ipBlock);
      return block && this.intern(`block ${block.id}`, (id) => ({ id, type: 'block', block }));
    }
    const { podSelector, namespaceSelector } = peer;
    if (podSelector === undefined && namespaceSelector === undefined) {
      return this.intern('nobody', (id) => ({ id, type: 'nobody' })); // row 27
    }
    const pods = this.selector(podSelector); // row 23: absent beside a namespaceSelector is all pods
    if (namespaceSelector === undefined) {
      const namespaces = { name: ownNamespace }; // row 22
      return this.intern(`in ${ownNamespace} ${pods.id}`, (id) => ({
        id,
        type: 'pods',
        namespaces,
        pods,
        meansHostNetwork: true,
      }));
    }
    const namespaces = { selector: this.selector(namespaceSelector) };
    const key = `by ${namespaces.selector.id} ${pods.id}`;
    return this.intern(key, (id) => ({ id, type: 'pods', namespaces, pods, meansHostNetwork: true }));
  }

  /** @returns undefined where a network cannot be read; else one peer, or one for each network. */
  clusterPeers({ namespaces, pods, nodes, networks, domainNames }: ClusterPolicyPeer): readonly Peer[] | undefined {
    if (namespaces !== undefined || pods !== undefined) {
      const meant = {
        namespaces: { selector: this.selector(namespaces ?? pods?.namespaceSelector) },
        pods: this.selector(pods?.podSelector),
      };
      const key = `pods by ${meant.namespaces.selector.id} ${meant.pods.id}`;
      return [this.intern(key, (id) => ({ id, type: 'pods', ...meant, meansHostNetwork: false }))];
    }
    if (nodes !== undefined) {
      const selector = this.selector(nodes);
      return [this.intern(`nodes ${selector.id}`, (id) => ({ id, type: 'nodes', selector }))];
    }
    if (domainNames !== undefined) {
      const names = [...new Set(domainNames)].sort();
      const meansPods = names.some(mayNamePods);
      return [this.intern(`names ${names.join(' ')}`, (id) => ({ id, type: 'names', names, meansPods }))];
    }
    const peers: Peer[] = [];
    for (const cidr of networks ?? []) {
      const block = this.block({ cidr });
      if (block === undefined) return undefined;
      peers.push(this.intern(`network ${block.id}`, (id) => ({ id, type: 'network', block })));
    }
    return peers;
  }

  private block(ipBlock: NonNullable<NetworkPolicyPeer['ipBlock']>): AddressBlock | undefined {
    const except = [...new Set(ipBlock.except ?? [])].sort();
    const key = [ipBlock.cidr, ...except].join(' ');
    const known = this.blockByKey.get(key);
    if (known !== undefined) return known;
    const read = blockRanges({ cidr: ipBlock.cidr, except });
    if (read === undefined) return undefined;
    const block = { id: this.blocks.length, ...read, cidr: ipBlock.cidr, except };
    this.blocks.push(block);
    this.blockByKey.set(key, block);
    return block;
  }

  private intern(key: string, make: (id: number) => Peer): Peer {
    const known = this.peerByKey.get(key);
    if (known !== undefined) return known;
    const peer = make(this.peers.length);
    this.peers.push(peer);
    this.peerByKey.set(key, peer);
    return peer;
  }
}

import { type Sha256Hex, sha256Hex } from './canonical-digest.ts';
import { digestOfObject } from './object-digest.ts';
import type { KeptObject } from './objects.ts';

/** Buckets by the first byte of a digest: one event writes two of them anew, and not the list of all objects. */
const BUCKETS = 256;

interface Bucket {
  readonly digests: Set<string>;
  /** Undefined where something changed since it was computed. */
  digest: string | undefined;
}

/**
 * One digest over a set of objects, kept up as objects come and go. It is the SHA-256 of the digests of all buckets,
 * each the SHA-256 of its objects' digests in order: the same set gives the same digest, however it came about.
 */
export class ContentIndex {
  readonly #buckets: readonly Bucket[] = Array.from({ length: BUCKETS }, () => ({
    digests: new Set<string>(),
    digest: undefined,
  }));

  readonly #hash: Sha256Hex;

  constructor(objects: Iterable<KeptObject> = [], hash: Sha256Hex = sha256Hex) {
    this.#hash = hash;
    for (const object of objects) this.add(object);
  }

  add(object: KeptObject): void {
    const digest = digestOfObject(object, this.#hash);
    const bucket = this.#bucketOf(digest);
    bucket.digests.add(digest);
    bucket.digest = undefined;
  }

  remove(object: KeptObject): void {
    const digest = digestOfObject(object, this.#hash);
    const bucket = this.#bucketOf(digest);
    bucket.digests.delete(digest);
    bucket.digest = undefined;
  }

  /** In hex. */
  digest(): string {
    let all = '';
    for (const bucket of this.#buckets) {
      bucket.digest ??= this.#hash([...bucket.digests].sort().join());
      all += bucket.digest;
    }
    return this.#hash(all);
  }

  #bucketOf(digest: string): Bucket {
    return this.#buckets[Number.parseInt(digest.slice(0, 2), 16)] as Bucket;
  }
}

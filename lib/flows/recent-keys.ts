/** A hash of 64 bits over the parts of a key, in two halves: quick, and wide enough for a few million keys at once. */
export class KeyHash {
  high = 0;
  low = 0;

  start(): this {
    this.high = 0x9e3779b9;
    this.low = 0x85ebca6b;
    return this;
  }

  text(part: string | undefined): this {
    let { high, low } = this;
    if (part !== undefined) {
      for (let i = 0; i < part.length; i++) {
        const code = part.charCodeAt(i);
        high = Math.imul(high ^ code, 0x9e3779b1);
        low = Math.imul(low ^ code, 0x5f356495);
      }
    }
    // the end of a part counts: "a","bc" is not "ab","c"
    this.high = Math.imul(high ^ (high >>> 15), 0x2c1b3c6d) ^ (low >>> 7);
    this.low = Math.imul(low ^ (low >>> 13), 0x297a2d39) ^ (high >>> 9);
    return this;
  }

  number(part: number | null | undefined): this {
    const value = part ?? -1;
    const lower = value | 0;
    const upper = Math.floor(value / 4_294_967_296) | 0;
    let { high, low } = this;
    high = Math.imul(high ^ lower, 0x9e3779b1) ^ upper;
    low = Math.imul(low ^ upper ^ Math.imul(lower, 0x27d4eb2d), 0x5f356495);
    this.high = Math.imul(high ^ (high >>> 15), 0x2c1b3c6d) ^ (low >>> 7);
    this.low = Math.imul(low ^ (low >>> 13), 0x297a2d39) ^ (high >>> 9);
    return this;
  }
}

/** Which keys came lately, in a bounded space: eight bytes a key. */
export interface RecentKeys {
  /** True where the key is new. `now` in milliseconds, of any clock that goes on. */
  add(key: KeyHash, now: number): boolean;
  has(key: KeyHash, now: number): boolean;
}

/**
 * Two generations of at most `capacity` keys: a key is known for `keepMs` at least, twice that at most, and for a shorter
 * time only where more keys come than there is room for.
 * @param capacity a power of two.
 */
export function createRecentKeys(capacity: number, keepMs: number): RecentKeys {
  let young = createTable(capacity);
  let old = createTable(capacity);
  let since = Number.NEGATIVE_INFINITY;

  const turn = (now: number): void => {
    if (now - since < keepMs && young.size < capacity * MOST_FILLED) return;
    [young, old] = [old, young];
    if (now - since >= 2 * keepMs) old.clear(); // nothing came for so long that both are old
    young.clear();
    since = now;
  };
  return {
    add(key, now) {
      turn(now);
      return young.add(key, !old.has(key));
    },
    has(key, now) {
      turn(now);
      return young.has(key) || old.has(key);
    },
  };
}

/** Open addressing slows down beyond. */
const MOST_FILLED = 0.7;

interface Table {
  readonly size: number;
  has(key: KeyHash): boolean;
  /** Adds it and says whether it is new, to this table and as `isNew` says. */
  add(key: KeyHash, isNew: boolean): boolean;
  clear(): void;
}

function createTable(capacity: number): Table {
  const slots = new Int32Array(2 * capacity);
  const mask = capacity - 1;
  let size = 0;
  /** The slot of the key, or the free one where it would be. All zeros: free. */
  const find = ({ high, low }: KeyHash): number => {
    const first = high | 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const found = slots[2 * at];
      if (found === 0 || (found === first && slots[2 * at + 1] === low)) return at;
    }
  };
  return {
    get size() {
      return size;
    },
    has: (key) => slots[2 * find(key)] !== 0,
    add(key, isNew) {
      const at = find(key);
      if (slots[2 * at] !== 0) return false;
      slots[2 * at] = key.high | 1;
      slots[2 * at + 1] = key.low;
      size++;
      return isNew;
    },
    clear() {
      if (size === 0) return;
      slots.fill(0);
      size = 0;
    },
  };
}

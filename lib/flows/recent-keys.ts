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

/** Slots to begin with: a table grows with what it holds, up to `capacity`. */
const SLOTS = 4096;

function createTable(capacity: number): Table {
  let slots = new Int32Array(2 * Math.min(SLOTS, capacity));
  let size = 0;
  /** The slot of the key, or the free one where it would be. All zeros: free. */
  const find = (first: number, low: number): number => {
    const mask = slots.length / 2 - 1;
    for (let at = low & mask; ; at = (at + 1) & mask) {
      const found = slots[2 * at];
      if (found === 0 || (found === first && slots[2 * at + 1] === low)) return 2 * at;
    }
  };
  const grow = (): void => {
    const before = slots;
    slots = new Int32Array(2 * before.length);
    for (let at = 0; at < before.length; at += 2) {
      const [first, low] = [before[at] as number, before[at + 1] as number];
      if (first !== 0) put(find(first, low), first, low);
    }
  };
  const put = (at: number, first: number, low: number): void => {
    slots[at] = first;
    slots[at + 1] = low;
  };
  return {
    get size() {
      return size;
    },
    has: ({ high, low }) => slots[find(high | 1, low)] !== 0,
    add({ high, low }, isNew) {
      const first = high | 1;
      let at = find(first, low);
      if (slots[at] !== 0) return false;
      if (size >= (slots.length / 2) * MOST_FILLED && slots.length < 2 * capacity) {
        grow();
        at = find(first, low);
      }
      put(at, first, low);
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

import type { KnownShop } from './shop-columns.js';

/** What was worked out of shops for one kind of question: 0 not yet. True from one instant until another, milliseconds. */
export interface ShopBits {
  readonly bits: Uint16Array;
  from: number;
  until: number;
}

const KEPT = 32;

/** Remembers it from question to question, as long as no shop is written and no slot goes by. */
export class RememberedShopBits {
  private readonly known = new Map<string, ShopBits>();

  /** `key` tells the kind of question. */
  of(key: string, at: number, shops: number): ShopBits {
    const known = this.known.get(key);
    if (known && known.from <= at && at <= known.until && known.bits.length === shops) return known;
    if (this.known.size >= KEPT) this.known.clear();
    const fresh = newShopBits(shops);
    this.known.set(key, fresh);
    return fresh;
  }

  forget(): void {
    this.known.clear();
  }
}

export const newShopBits = (shops: number): ShopBits => ({
  bits: new Uint16Array(shops),
  from: -Infinity,
  until: Infinity,
});

/** After the bits of a shop were worked out: they are true as long as its first slot and its door stay. */
export function narrow(of: ShopBits, { firstStart, isOpen }: KnownShop): void {
  of.from = Math.max(of.from, firstStart.from, isOpen.from);
  of.until = Math.min(of.until, firstStart.until, isOpen.until);
}

import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { NotFoundError } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { knownId } from '../known-id.js';
import { check } from '../product-input.js';
import type { PhotoView } from '../product-view.js';
import { Stock } from '../stock.service.js';
import { FIND_SQL, TODAY_SQL } from './count-reads.js';

/** A variant on the shelf. */
export interface Countable {
  variantId: string;
  productId: string;
  name: string;
  options: string[];
  sku: string | null;
  ean: string | null;
  stock: 'tracked' | 'untracked' | 'single';
  onHand: number;
  photo: PhotoView | null;
}

export interface StockCount {
  countId: string;
  name: string;
  options: string[];
  expected: number;
  counted: number;
  /** ISO 8601, UTC. */
  at: string;
  isUndone: boolean;
}

/** `expected` is what the person saw, `counted` what lay on the shelf. */
export interface Counted {
  countId: string;
  variantId: string;
  expected: number;
  counted: number;
}

const pieces = z.int({ error: 'catalog.stock' }).min(0, 'catalog.stock').max(1_000_000, 'catalog.stock');
const countInput = z.object({ expected: pieces, counted: pieces });

/** Counting what lies on the shelves of the current shop, one article after the other. */
@Injectable()
export class StockCounts {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly stock: Stock,
  ) {}

  /** By barcode or article number, else by a part of the name; 20 at most. */
  async find(words: string): Promise<Countable[]> {
    const text = words.trim().slice(0, 100);
    if (text === '') return [];
    const pattern = `%${text.replace(/[\\%_]/g, String.raw`\$&`)}%`;
    const found = await this.tenancy.shopRead<Countable & { isExact: boolean }>(FIND_SQL, [text, pattern, null]);
    const exact = found.filter(({ isExact }) => isExact);
    return (exact.length > 0 ? exact : found).map(withoutMark);
  }

  /** @throws NotFoundError */
  async variant(variantId: string): Promise<Countable> {
    const [found] = await this.tenancy.shopRead<Countable & { isExact: boolean }>(FIND_SQL, [
      '',
      '',
      knownId(variantId),
    ]);
    if (!found) throw new NotFoundError();
    return withoutMark(found);
  }

  /**
   * Writes the difference between `expected` and `counted`; pieces sold since `expected` was shown stay sold. The same count
   * sent twice is written once.
   * @throws InvalidInputError, NotFoundError, StockNotCountedError
   */
  async count({ countId, variantId, ...numbers }: Counted): Promise<void> {
    const { expected, counted } = check(countInput, numbers);
    await this.tenancy.shopTransaction(async (tx) => {
      const ids = [currentShopId(), knownId(variantId)];
      const rows: { on_hand: number }[] = await tx.query(LOCK_SQL, ids);
      const present = rows[0]?.on_hand;
      if (present === undefined) throw new NotFoundError();
      const known: unknown[] = await tx.query(KNOWN_SQL, [currentShopId(), knownId(countId)]);
      if (known.length > 0) return;
      const next = Math.max(0, present + counted - expected);
      await this.stock.setCount(variantId, next);
      await tx.query(INSERT_SQL, [...ids, knownId(countId), expected, counted, next - present]);
    });
  }

  /** Takes the difference back that the count made. Undone twice, it is undone once. @throws NotFoundError */
  async undo(countId: string): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const rows: { variant_id: string; delta: number; undone_at: unknown }[] = await tx.query(UNDO_SQL, [
        currentShopId(),
        knownId(countId),
      ]);
      const [made] = rows;
      if (!made) throw new NotFoundError();
      if (made.undone_at !== null) return;
      const [variant] = await tx.query<{ on_hand: number }[]>(LOCK_SQL, [currentShopId(), made.variant_id]);
      if (variant) await this.stock.setCount(made.variant_id, Math.max(0, variant.on_hand - made.delta));
      await tx.query('update stock_count set undone_at = now() where shop_id = $1 and count_id = $2', [
        currentShopId(),
        knownId(countId),
      ]);
    });
  }

  /** Since midnight in Paris, the newest first, 200 at most. */
  async today(): Promise<StockCount[]> {
    return this.tenancy.shopRead<StockCount>(TODAY_SQL);
  }
}

function withoutMark(found: Countable & { isExact: boolean }): Countable {
  const { isExact: _, ...line } = found;
  return line;
}

const LOCK_SQL =
  'select on_hand from variant where shop_id = $1 and variant_id = $2 and archived_at is null for no key update';

const KNOWN_SQL = 'select 1 from stock_count where shop_id = $1 and count_id = $2';

const INSERT_SQL = `
  insert into stock_count (shop_id, variant_id, count_id, expected, counted, delta) values ($1, $2, $3, $4, $5, $6)`;

const UNDO_SQL = `
  select variant_id, delta, undone_at from stock_count where shop_id = $1 and count_id = $2 for update`;

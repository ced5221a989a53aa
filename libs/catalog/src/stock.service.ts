import { Injectable } from '@nestjs/common';
import { z } from 'zod';
import { NotFoundError } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { StockNotCountedError } from './catalog.errors.js';
import { CatalogNews } from './catalog-news.js';
import { knownId } from './known-id.js';
import { check } from './product-input.js';

/** A count of pieces, as form and API send it. */
export const stockCount = z.strictObject({
  onHand: z
    .number({ error: 'catalog.stock' })
    .int('catalog.stock')
    .min(0, 'catalog.stock')
    .max(1_000_000, 'catalog.stock'),
});

interface Counted {
  product_id: string;
  stock: 'tracked' | 'untracked' | 'single';
  was: number;
}

/** What the current shop's variants have on hand. */
@Injectable()
export class Stock {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly news: CatalogNews,
  ) {}

  /**
   * The merchant counted `onHand` pieces. The difference to what was known is written as a movement in the same statement, so
   * an order at the same moment comes before or after it, never in between.
   * @throws InvalidInputError, NotFoundError, StockNotCountedError for a variant that is made or fetched on order.
   */
  async setCount(variantId: string, onHand: number): Promise<void> {
    check(stockCount, { onHand });
    await this.tenancy.shopTransaction(async (tx) => {
      const rows: Counted[] = await tx.query(COUNT_SQL, [currentShopId(), knownId(variantId), onHand]);
      const [counted] = rows;
      if (!counted) throw new NotFoundError();
      if (counted.stock === 'untracked') throw new StockNotCountedError();
      if (counted.stock === 'single') check(singleCount, { onHand });
      if (counted.was !== onHand) await this.news.productsChanged(tx, [counted.product_id]);
    });
  }
}

const singleCount = z.object({ onHand: z.number().max(1, 'catalog.single') });

const COUNT_SQL = `
  with locked as (
    select variant_id, product_id, stock, on_hand as was from variant
    where shop_id = $1 and variant_id = $2 and archived_at is null for no key update),
  counted as (
    update variant v set on_hand = $3 from locked l
    where v.shop_id = $1 and v.variant_id = l.variant_id and l.was <> $3
      and (l.stock = 'tracked' or l.stock = 'single' and $3 <= 1)
    returning v.variant_id, v.on_hand - l.was as delta),
  moved as (
    insert into stock_movement (shop_id, movement_id, variant_id, delta, cause)
    select $1::uuid, gen_random_uuid(), variant_id, delta, 'count' from counted)
  select product_id, stock, was from locked`;

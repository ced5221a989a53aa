import { Injectable } from '@nestjs/common';
import { Clock, NotFoundError } from '#libs/kernel';
import { PICKUP_SQL, type PickupRow } from '#libs/pickup';
import type { ShopState } from '#libs/shops';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { refuseClosedShop, waitsForOwner } from '../closed-shop.js';
import { PHOTO, type ProductRow, VISIBLE } from '../shop-row.js';

export interface FeedShop {
  shop_id: string;
  name: string;
  tagline: string | null;
  trade: string;
  state: ShopState;
  pickup: PickupRow;
  products: number;
  /** ISO 8601: when anything of the shop or its products last changed. */
  changed_at: string;
}

/** A product on sale, with all that feeds tell of it. */
export type FeedProduct = ProductRow & { created_at: string; updated_at: string };

const SHOP = `
  select s.shop_id, s.name, s.tagline, s.trade, s.state, (select to_jsonb(k) from (${PICKUP_SQL}) k) as pickup,
    (select count(*)::int from product p where ${VISIBLE}) as products,
    to_jsonb(greatest(s.updated_at, (select max(p.updated_at) from product p where ${VISIBLE}))) #>> '{}' as changed_at
  from shop s where s.shop_id = $1`;

/** $2 how many to skip, $3 how many at most. Newest first. */
const PRODUCTS = `
  select to_jsonb(p) || jsonb_build_object(
    'variants', (select coalesce(jsonb_agg(to_jsonb(v) order by v.position, v.variant_id), '[]')
      from variant v where v.shop_id = $1 and v.product_id = p.product_id and v.archived_at is null),
    'photos', (select coalesce(jsonb_agg(${PHOTO} order by f.position, f.photo_id), '[]')
      from photo f where f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready')) as product
  from product p where ${VISIBLE} order by p.created_at desc, p.product_id offset $2 limit $3`;

const BATCH = 500;

/** What sitemaps and feeds are made of. Nothing of a person is read. */
@Injectable()
export class FeedRows {
  constructor(private readonly tenancy: Tenancy) {}

  /** @throws NotFoundError, and why a shop has no pages now */
  async shop(): Promise<FeedShop> {
    const [shop] = await this.tenancy.shopRead<FeedShop>(SHOP, [currentShopId(), [], Clock.now().toString()]);
    if (!shop) throw new NotFoundError();
    refuseClosedShop(shop);
    if (waitsForOwner(shop)) throw new NotFoundError();
    return shop;
  }

  /** `most` products after `skip`, read a few hundred at a time: one shop may have 20,000. */
  products(skip: number, most: number): AsyncGenerator<FeedProduct> {
    return this.read(currentShopId(), skip, most);
  }

  private async *read(shopId: string, skip: number, most: number): AsyncGenerator<FeedProduct> {
    for (let read = 0; read < most;) {
      const wanted = Math.min(BATCH, most - read);
      const parameters = [shopId, skip + read, wanted];
      const rows = await asShop(shopId, () => this.tenancy.shopRead<{ product: FeedProduct }>(PRODUCTS, parameters));
      for (const { product } of rows) if (product.variants.length > 0) yield product;
      if (rows.length < wanted) return;
      read += rows.length;
    }
  }
}

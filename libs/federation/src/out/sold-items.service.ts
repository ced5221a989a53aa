import { Injectable } from '@nestjs/common';
import { Clock } from '#libs/kernel';
import { asShop, Tenancy } from '#libs/tenancy';

/** A shop that sells, as the public sees it. */
export interface SellingShop {
  shopId: string;
  slug: string;
  name: string;
  trade: string;
}

/** A variant on sale. Prices in cents of euro, tax included; `onHand` null: not counted. */
export interface SoldItem {
  variantId: string;
  productId: string;
  handle: string;
  name: string;
  options: string[];
  /** Variants of the product. */
  variants: number;
  descriptionHtml: string;
  brand: string | null;
  category: string | null;
  ean: string | null;
  priceCents: number;
  onHand: number | null;
  photo: { photoId: string; width: number } | null;
  /** Start of the first slot in which it can be collected; null: none. */
  collectableFrom: Date | null;
}

const SHOPS = `
  select shop_id as "shopId", slug, name, trade from search_shop
  where state = 'open' and products > 0 and ($1::text is null or slug = $1) and slug > $2 order by slug limit 200`;

const ITEMS = `
  select v.variant_id as "variantId", p.product_id as "productId", p.handle, p.name, v.options, p.brand, p.category,
    p.description_html as "descriptionHtml", v.ean, v.price_cents as "priceCents",
    case when v.stock <> 'untracked' then greatest(v.on_hand, 0) end as "onHand",
    count(*) over (partition by p.product_id)::int as variants,
    (select jsonb_build_object('photoId', f.photo_id, 'width', f.width) from photo f
      where f.shop_id = $1 and f.product_id = p.product_id and f.state = 'ready' order by f.position, f.photo_id limit 1) as photo,
    (select case when d.available then search_collectable(d.pickup_starts, s.pickup_starts, $2) end
      from search_document d join search_shop s using (shop_id) where d.shop_id = $1 and d.document_id = p.product_id) as "collectableFrom"
  from product p join variant v on v.shop_id = p.shop_id and v.product_id = p.product_id
  where p.shop_id = $1 and p.published and p.archived_at is null and v.archived_at is null
  order by p.product_id, v.position, v.variant_id`;

/** What the shops of the region sell, variant by variant, each shop read as itself. */
@Injectable()
export class SoldItems {
  constructor(private readonly tenancy: Tenancy) {}

  /** All selling shops in the order of their names in addresses, or the one of `slug`. */
  async *shops(slug: string | null = null): AsyncGenerator<SellingShop> {
    for (let after = ''; ;) {
      const rows = await this.tenancy.publicRead<SellingShop>(SHOPS, [slug, after]);
      yield* rows;
      if (rows.length < 200) return;
      after = rows.at(-1)!.slug;
    }
  }

  async of({ shopId }: SellingShop): Promise<SoldItem[]> {
    const now = Clock.now().toString();
    return asShop(shopId, () => this.tenancy.shopRead<SoldItem>(ITEMS, [shopId, now]));
  }
}

import { Injectable } from '@nestjs/common';
import { isSlug } from '#libs/kernel';
import { Tenancy } from '#libs/tenancy';

/** `until`: ISO 8601, how long a former address still redirects; null for ever. `currentSlug` null: the shop has none. */
export interface ShopAddress {
  shopId: string;
  slug: string;
  kind: 'current' | 'former';
  currentSlug: string | null;
  until: string | null;
}

/** From host name to shop. */
@Injectable()
export class ShopDirectory {
  constructor(private readonly tenancy: Tenancy) {}

  /** One round trip, no shop needed. Null: nobody ever had this name. */
  async resolve(slug: string): Promise<ShopAddress | null> {
    if (!isSlug(slug)) return null;
    const [row] = await this.tenancy.publicRead<Omit<ShopAddress, 'until'> & { until: Date | null }>(RESOLVE, [slug]);
    return row ? { ...row, until: row.until?.toISOString() ?? null } : null;
  }

  /** The current addresses of shops, by shop id. */
  async slugs(shopIds: readonly string[]): Promise<Map<string, string>> {
    const rows = await this.tenancy.publicRead<{ shop_id: string; slug: string }>(
      `select shop_id, slug from shop_address where shop_id = any($1::uuid[]) and kind = 'current'`,
      [shopIds],
    );
    return new Map(rows.map((row) => [row.shop_id, row.slug]));
  }
}

const RESOLVE = `
  select a.shop_id as "shopId", a.slug, a.kind, a.until, c.slug as "currentSlug"
  from shop_address a
  left join shop_address c on c.shop_id = a.shop_id and c.kind = 'current'
  where a.slug = $1`;

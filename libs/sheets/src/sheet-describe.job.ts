import { Injectable } from '@nestjs/common';
import { type JobHandler, type JobPayload, SubscribesTo } from '#libs/platform';
import { Tenancy } from '#libs/tenancy';
import { sharedEan } from './sheet-ean.js';
import { SheetPictures } from './sheet-pictures.js';

/** What changed: products of one shop, or the shop as a whole; many shops (`shopId` null) have no products yet. */
interface Change extends JobPayload {
  productIds?: string[];
}

interface Described {
  ean: string;
  name: string;
  photo_id: string | null;
  widths: number[] | null;
}

/** What an open shop says to its customers of an article becomes the region's sheet, where there is none. */
@SubscribesTo({ types: ['product.changed', 'shop.changed'], task: 'sheets.describe' })
@Injectable()
export class SheetDescribe implements JobHandler<Change> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly pictures: SheetPictures,
  ) {}

  async handle({ shopId, productIds }: Change): Promise<void> {
    if (shopId === null) return;
    const rows = await this.tenancy.shopRead<Described>(DESCRIBED_SQL, [productIds ?? null]);
    const described = rows.flatMap((row) => {
      const ean = sharedEan(row.ean);
      return ean === null ? [] : [{ ...row, ean }];
    });
    if (described.length === 0) return;
    const bare = await this.tenancy.shopTransaction((tx) =>
      tx.query<{ ean: string }[]>('select describe_sheets($1::jsonb) as ean', [JSON.stringify(described)]),
    );
    const byEan = new Map(described.map((row) => [row.ean, row]));
    for (const { ean } of bare) await this.givePhoto(byEan.get(ean)!);
  }

  private async givePhoto({ ean, photo_id: photoId, widths }: Described): Promise<void> {
    if (photoId === null || !widths?.length) return;
    const copyId = await this.pictures.copy(photoId, widths);
    if (copyId === null) return;
    const [given] = await this.tenancy.shopTransaction((tx) =>
      tx.query<{ given: boolean }[]>('select give_sheet_photo($1, $2) as given', [ean, copyId]),
    );
    if (!given?.given) await this.pictures.remove(copyId);
  }
}

/** One row for each barcode of a published product of an open shop. $1: the products, null for all. */
const DESCRIBED_SQL = `
  select v.ean, left(p.name || coalesce(' (' || nullif(array_to_string(v.options, ', '), '') || ')', ''), 300) as name,
    p.description_html, p.brand, p.category, p.vat_rate::float8 as vat_rate, p.public_category,
    v.content_amount, v.content_unit, p.option_names, v.options as option_values,
    f.photo_id, f.widths
  from product p join variant v using (shop_id, product_id) join shop s using (shop_id)
  left join lateral (
    select photo_id, widths from photo f
    where f.shop_id = p.shop_id and f.product_id = p.product_id and f.state = 'ready' and cardinality(f.widths) > 0
    order by f.position, f.photo_id limit 1) f on true
  where p.shop_id = current_shop_id() and s.state = 'open' and p.published and p.archived_at is null
    and v.ean is not null and v.archived_at is null and cardinality(v.options) = cardinality(p.option_names)
    and ($1::uuid[] is null or p.product_id = any($1))`;

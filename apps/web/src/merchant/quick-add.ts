import { Injectable } from '@nestjs/common';
import { Drafts, Photos, ProductExistsError, Products, type ProductView } from '#libs/catalog';
import { newId } from '#libs/kernel';
import type { ProcessedPicture } from '#libs/platform';
import { type Sheet, Sheets } from '#libs/sheets';
import { Tenancy } from '#libs/tenancy';
import { type QuickForm, quickChanges, quickProduct } from './quick-add.form.js';

/** What is known of a barcode: the region's sheet, and the shop's own product when it has one. */
export interface Known {
  sheet: Sheet | null;
  own: ProductView | null;
}

/** A product and its photo in one go. Sent twice, it is there once. */
@Injectable()
export class QuickAdd {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly products: Products,
    private readonly drafts: Drafts,
    private readonly photos: Photos,
    private readonly sheets: Sheets,
  ) {}

  /** @throws what Products.create, Photos.prepare and Photos.add throw; nothing is written then. */
  async add(form: QuickForm, photo: Buffer | null): Promise<ProductView> {
    const sheet = await this.wantedSheet(form);
    const productId = form.productId ?? newId();
    const input = quickProduct(form, sheet);
    const picture = await this.picture(photo, sheet);
    try {
      return await this.tenancy.shopTransaction(async () => {
        const product = await this.products.create(input, productId);
        if (picture) await this.photos.add(productId, picture, product.name);
        return this.products.byId(productId);
      });
    } catch (error) {
      if (error instanceof ProductExistsError) return this.products.byId(productId);
      throw error;
    }
  }

  /** Gives a draft its name, price and stock. @throws NotFoundError and what Drafts.complete throws. */
  async complete(product: ProductView, form: QuickForm): Promise<ProductView> {
    const sheet = await this.wantedSheet(form);
    const changes = quickChanges(form, product.variants[0]!.variantId, sheet);
    const picture = product.photos.length === 0 ? await this.picture(null, sheet) : null;
    return this.tenancy.shopTransaction(async () => {
      const completed = await this.drafts.complete(product.productId, changes);
      if (picture) await this.photos.add(product.productId, picture, completed.name);
      return this.products.byId(product.productId);
    });
  }

  async known(ean: string | null): Promise<Known> {
    if (ean === null) return { sheet: null, own: null };
    const [row] = await this.tenancy.shopRead<{ product_id: string }>(OWN_SQL, [ean]);
    return { sheet: await this.sheets.find(ean), own: row ? await this.products.byId(row.product_id) : null };
  }

  private async wantedSheet(form: QuickForm): Promise<Sheet | null> {
    return form.sheet && form.ean !== null ? this.sheets.find(form.ean) : null;
  }

  /** The photo that was sent, else a copy of the sheet's. */
  private async picture(photo: Buffer | null, sheet: Sheet | null): Promise<ProcessedPicture | null> {
    const bytes = photo ?? (sheet?.hasPhoto ? await this.sheets.picture(sheet.ean) : null);
    return bytes && this.photos.prepare(bytes);
  }
}

const OWN_SQL = `
  select p.product_id from product p join variant v using (shop_id, product_id)
  where p.shop_id = current_shop_id() and p.archived_at is null and v.archived_at is null and lpad(v.ean, 14, '0') = lpad($1, 14, '0')
  order by p.created_at desc limit 1`;

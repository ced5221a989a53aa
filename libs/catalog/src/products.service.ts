import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId, NotFoundError } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { ProductArchivedError, ProductExistsError } from './catalog.errors.js';
import { CatalogNews } from './catalog-news.js';
import { allocateHandles } from './handles.js';
import type { ImportedProduct, SavedImport } from './imported-product.js';
import { ImportedProducts } from './imported-products.js';
import { knownId } from './known-id.js';
import { check, type ProductChanges, productChanges, type ProductInput, productInput } from './product-input.js';
import { COUNT_SQL, LIST_SQL, productSql } from './product-reads.js';
import { refuseOtherPhotos } from './photos/variant-photos.js';
import { insertProducts, type LockedProduct, lockProduct, updateProducts } from './product-rows.js';
import { changed, newProduct, refuseFreeOnSale, refuseUnfittingVariants } from './product-rules.js';
import type { ProductCounts, ProductLine, ProductPage, ProductView } from './product-view.js';
import { insertVariants, lockVariants, updateVariants } from './variant-rows.js';

const PER_PAGE = 24;
const PER_PAGE_MAX = 100;

/** `state` unless told: everything that is not archived. `perPage` 1 to 100, 24 unless told; `page` from 1. */
export interface ProductFilter {
  state?: 'all' | 'published' | 'draft' | 'archived';
  /** Part of the name. */
  query?: string;
  category?: string;
  page?: number;
  perPage?: number;
}

/** The products of the current shop. An id that is unknown or of another shop is a NotFoundError. */
@Injectable()
export class Products {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly news: CatalogNews,
    private readonly imported: ImportedProducts,
  ) {}

  /**
   * `productId`, a new one, makes sending a form twice harmless.
   * @throws InvalidInputError, PriceMissingError when it is published and costs nothing, ProductExistsError.
   */
  async create(input: ProductInput, productId: string = newId()): Promise<ProductView> {
    const checked = check(productInput, input);
    return this.tenancy.shopTransaction(async (tx) => {
      const [handle = ''] = await allocateHandles(tx, [checked.name]);
      if (await lockProduct(tx, knownId(productId))) throw new ProductExistsError({ name: checked.name });
      const whole = newProduct(checked, handle, knownId(productId));
      refuseFreeOnSale(whole);
      await insertProducts(tx, [whole.product]);
      await insertVariants(tx, whole.variants, 'initial');
      await this.news.productsChanged(tx, [whole.product.product_id]);
      return this.byId(whole.product.product_id);
    });
  }

  /** @throws InvalidInputError, NotFoundError, PriceMissingError, ProductArchivedError when it is to be published. */
  async update(productId: string, changes: ProductChanges): Promise<ProductView> {
    const checked = check(productChanges, changes);
    return this.tenancy.shopTransaction(async (tx) => {
      const product = await this.lock(tx, productId);
      if (checked.published && product.archived) throw new ProductArchivedError({ name: product.name });
      const variants = await lockVariants(tx, [product.product_id]);
      await refuseOtherPhotos(tx, product.product_id, checked);
      const whole = changed(product, variants, checked);
      refuseUnfittingVariants(whole.product, whole.variants, variants);
      const byId = new Map([...variants, ...whole.variants].map((row) => [row.variant_id, row]));
      refuseFreeOnSale({ product: whole.product, variants: [...byId.values()] });
      await updateProducts(tx, [whole.product]);
      await updateVariants(tx, whole.variants, 'count');
      await this.news.productsChanged(tx, [product.product_id]);
      return this.byId(product.product_id);
    });
  }

  /** Takes it out of every list; its orders, photos and stock stay. */
  async archive(productId: string): Promise<void> {
    await this.setArchived(productId, true);
  }

  /** As it was before: published again if it was. */
  async restore(productId: string): Promise<void> {
    await this.setArchived(productId, false);
  }

  /** The region takes it off sale: nobody sees it and nothing publishes it, until it is given back. */
  async withhold(productId: string): Promise<{ name: string; wasPublished: boolean }> {
    return this.tenancy.shopTransaction(async (tx) => {
      const [found] = await tx.query<{ name: string; published: boolean }[]>(
        'select name, published from product where shop_id = $1 and product_id = $2 for update',
        [currentShopId(), productId],
      );
      if (!found) throw new NotFoundError();
      await tx.query(
        'update product set withheld_at = now(), published = false, updated_at = now() where shop_id = $1 and product_id = $2',
        [currentShopId(), productId],
      );
      await this.news.productsChanged(tx, [productId]);
      return { name: found.name, wasPublished: found.published };
    });
  }

  /** The region gives it back, on sale if it was. */
  async giveBack(productId: string, isPublished: boolean): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      await tx.query(
        'update product set withheld_at = null, published = $3, updated_at = now() where shop_id = $1 and product_id = $2',
        [currentShopId(), productId, isPublished],
      );
      await this.news.productsChanged(tx, [productId]);
    });
  }

  async byId(productId: string): Promise<ProductView> {
    return this.one(productSql('p.product_id = $1'), knownId(productId));
  }

  /** Of a product that customers see: published and not archived. One statement. */
  async byHandle(handle: string): Promise<ProductView> {
    return this.one(productSql('p.handle = $1 and p.published and p.archived_at is null'), handle);
  }

  /** The newest first. */
  async list(filter: ProductFilter = {}): Promise<ProductPage> {
    const perPage = Math.min(PER_PAGE_MAX, Math.max(1, filter.perPage ?? PER_PAGE));
    const page = Math.max(1, filter.page ?? 1);
    const query = filter.query?.trim();
    const pattern = query ? `%${query.replace(/[\\%_]/g, String.raw`\$&`)}%` : null;
    const parameters = [filter.state ?? 'all', pattern, filter.category ?? null];
    const read = (limit: number, offset: number): Promise<(ProductLine & { total: number })[]> =>
      this.tenancy.shopRead(LIST_SQL, [...parameters, limit, offset]);
    const rows = await read(perPage, (page - 1) * perPage);
    const counted = rows.length === 0 && page > 1 ? await read(1, 0) : rows;
    return { items: rows.map(withoutTotal), total: counted[0]?.total ?? 0, page, perPage };
  }

  /** Those of the ids that are the shop's, in the order of the ids. */
  async byIds(productIds: string[]): Promise<ProductView[]> {
    const found = await this.tenancy.shopRead<ProductView>(productSql('p.product_id = any($1::uuid[])'), [productIds]);
    const byId = new Map(found.map((product) => [product.productId, product]));
    return productIds.flatMap((productId) => byId.get(productId) ?? []);
  }

  async counts(): Promise<ProductCounts> {
    const [counts] = await this.tenancy.shopRead<ProductCounts>(COUNT_SQL);
    return counts ?? { published: 0, draft: 0, archived: 0 };
  }

  /**
   * Writes checked products of a file in bulk: one answer per draft, in their order. A draft that is the same as the last time is
   * not written at all; what the file does not have (no description, no stock) stays as it is; variants that are no longer in
   * the file stay. A product whose variants all cost nothing is kept as a draft.
   */
  async saveImported(drafts: readonly ImportedProduct[], { source }: { source: string }): Promise<SavedImport[]> {
    return this.tenancy.shopTransaction((tx) => this.imported.save(tx, drafts, source));
  }

  /** Removes the drafts of a source that were made between two instants, both included, with their photos. Answers how many. */
  async discardDrafts({ source, from, until }: { source: string; from: Date; until: Date }): Promise<number> {
    return this.tenancy.shopTransaction((tx) => this.imported.discard(tx, source, [from, until]));
  }

  private async setArchived(productId: string, archived: boolean): Promise<void> {
    await this.tenancy.shopTransaction(async (tx) => {
      const product = await this.lock(tx, productId);
      if (product.archived === archived) return;
      await tx.query(
        `update product set archived_at = case when $3 then now() end, updated_at = now()
         where shop_id = $1 and product_id = $2`,
        [currentShopId(), product.product_id, archived],
      );
      await this.news.productsChanged(tx, [product.product_id]);
    });
  }

  private async lock(tx: EntityManager, productId: string): Promise<LockedProduct> {
    const product = await lockProduct(tx, knownId(productId));
    if (!product) throw new NotFoundError();
    return product;
  }

  private async one(sql: string, parameter: string): Promise<ProductView> {
    const [product] = await this.tenancy.shopRead<ProductView>(sql, [parameter]);
    if (!product) throw new NotFoundError();
    return product;
  }
}

function withoutTotal(row: ProductLine & { total: number }): ProductLine {
  const { total: _, ...line } = row;
  return line;
}

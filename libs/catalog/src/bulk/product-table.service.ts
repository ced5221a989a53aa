import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { newId } from '#libs/kernel';
import { currentShopId, Tenancy } from '#libs/tenancy';
import { EditNotLatestError } from '../catalog.errors.js';
import { CatalogNews } from '../catalog-news.js';
import { lockProducts, type LockedProduct, updateProducts } from '../product-rows.js';
import { lockVariants, updateVariants, type VariantRow } from '../variant-rows.js';
import { type TableCell, type TableChange, TableEdit, type TableFault } from './table-edit.js';
import { CATEGORIES_SQL, TABLE_SQL, type TableFilter, type TablePage, type TableRow } from './table-reads.js';
import { dropEmptyReductions, takeBack, type Undone } from './table-undo.js';

/** Lines of one page of the table. */
const PER_PAGE = 50;

/** `editId` null: no cell was changed. */
export interface SavedTable {
  editId: string | null;
  /** Cells that were saved. */
  saved: number;
  faults: TableFault[];
}

/** Price, stock and visibility of many variants of the current shop at once. */
@Injectable()
export class ProductTable {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly news: CatalogNews,
  ) {}

  async page(filter: TableFilter = {}): Promise<TablePage> {
    const page = Math.max(1, filter.page ?? 1);
    const words = filter.query?.trim() || null;
    const pattern = words && `%${words.replace(/[\\%_]/g, String.raw`\$&`)}%`;
    const given = [filter.state ?? 'all', pattern, words, filter.category ?? null, filter.soldOut ?? false];
    const read = (limit: number, offset: number): Promise<(TableRow & { total: number })[]> =>
      this.tenancy.shopRead(TABLE_SQL, [...given, limit, offset]);
    const found = await read(PER_PAGE, (page - 1) * PER_PAGE);
    const counted = found.length === 0 && page > 1 ? await read(1, 0) : found;
    const rows = found.map((line, i) => {
      const { total: _, ...row } = line;
      return { ...row, isFirst: row.productId !== found[i - 1]?.productId };
    });
    return { rows, total: counted[0]?.total ?? 0, page, perPage: PER_PAGE };
  }

  /** The shop's own categories, for the filter. */
  async categories(): Promise<string[]> {
    const rows = await this.tenancy.shopRead<{ category: string }>(CATEGORIES_SQL);
    return rows.map(({ category }) => category);
  }

  /**
   * Saves each cell that can be saved; the others say why not and change nothing. A cell that somebody changed since it was
   * shown is not overwritten. `personId` is who saves.
   */
  async save(cells: readonly TableCell[], personId: string | null = null): Promise<SavedTable> {
    if (cells.length === 0) return { editId: null, saved: 0, faults: [] };
    return this.tenancy.shopTransaction(async (tx) => {
      const { products, variants } = await this.lock(tx, cells.map(idOf));
      const edit = new TableEdit(products, variants);
      edit.apply(cells);
      const { changes, faults } = edit;
      if (changes.length === 0) return { editId: null, saved: 0, faults };
      await this.write(tx, edit.changedProducts, edit.changedVariants);
      const editId = newId();
      await tx.query('insert into bulk_edit (shop_id, edit_id, person_id, changes) values ($1, $2, $3, $4)', [
        currentShopId(),
        editId,
        personId,
        JSON.stringify(changes),
      ]);
      return { editId, saved: changes.filter(({ field }) => field !== 'compareAt').length, faults };
    });
  }

  /** Takes the shop's last save back, once. @throws EditNotLatestError for any other, unknown ones among them. */
  async undo(editId: string): Promise<Undone> {
    return this.tenancy.shopTransaction(async (tx) => {
      const rows: { edit_id: string; changes: TableChange[]; undone: boolean }[] = await tx.query(
        `select edit_id, changes, undone_at is not null as undone from bulk_edit where shop_id = $1
         order by at desc, edit_id desc limit 1 for update`,
        [currentShopId()],
      );
      const [latest] = rows;
      if (!latest || latest.undone || latest.edit_id !== editId.toLowerCase()) throw new EditNotLatestError();
      const { products, variants } = await this.lock(
        tx,
        latest.changes.map(({ id }) => id),
      );
      const undone = takeBack(latest.changes, products, variants);
      dropEmptyReductions(variants);
      const touched = new Set(latest.changes.map(({ id }) => id));
      await this.write(
        tx,
        products.filter(({ product_id }) => touched.has(product_id)),
        variants.filter(({ variant_id }) => touched.has(variant_id)),
      );
      await tx.query('update bulk_edit set undone_at = now() where shop_id = $1 and edit_id = $2', [
        currentShopId(),
        latest.edit_id,
      ]);
      return undone;
    });
  }

  /** Every product that the ids name, by itself or by a variant, with all its variants; ids of nobody are left out. */
  private async lock(tx: EntityManager, ids: string[]): Promise<{ products: LockedProduct[]; variants: VariantRow[] }> {
    const known = ids.filter((id) => UUID.test(id));
    const rows: { product_id: string }[] = await tx.query(
      `select product_id from product where shop_id = $1 and product_id = any($2::uuid[])
       union select product_id from variant where shop_id = $1 and variant_id = any($2::uuid[])`,
      [currentShopId(), known],
    );
    const productIds = rows.map(({ product_id }) => product_id);
    return { products: await lockProducts(tx, productIds), variants: await lockVariants(tx, productIds) };
  }

  private async write(tx: EntityManager, products: LockedProduct[], variants: VariantRow[]): Promise<void> {
    await updateProducts(tx, products);
    await updateVariants(tx, variants, 'count');
    const changed = [...products, ...variants].map(({ product_id }) => product_id);
    await this.news.productsChanged(tx, [...new Set(changed)]);
  }
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

const idOf = (cell: TableCell): string => (cell.field === 'published' ? cell.productId : cell.variantId);

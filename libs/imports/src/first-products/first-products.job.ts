import { Injectable } from '@nestjs/common';
import { AppError } from '#libs/kernel';
import { HandlesJob, type JobHandler, type JobPayload, writeCsv } from '#libs/platform';
import { asShop, currentShopId, Tenancy } from '#libs/tenancy';
import { ImportFiles } from '../engine/import-files.js';
import { guessMapping } from '../mapping/mapping-guess.js';
import { ProductImports } from '../products/product-imports.service.js';
import { type DealtRow, type LeftRow, readRows, type RowsBySiret } from './first-products-rows.js';
import { FIRST_PRODUCTS_TASK } from './first-products.service.js';

interface FileRow {
  fileId: string;
  fileKey: string;
  fileBytes: number;
  fileName: string;
  state: string;
  owners: string[] | null;
  createdBy: string | null;
}

/**
 * Deals a file's rows out by SIRET, each shop that waits for its owner an import of its own; or takes them back. Killed, it goes on with the
 * shops that are left: one that got its import twice has its products once, for they bear the same keys.
 */
@Injectable()
@HandlesJob({ task: FIRST_PRODUCTS_TASK })
export class FirstProductsJob implements JobHandler<JobPayload & { fileId: string }> {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly files: ImportFiles,
    private readonly products: ProductImports,
  ) {}

  async handle({ fileId }: JobPayload & { fileId: string }): Promise<void> {
    const [file] = await this.region<FileRow>(FILE, [fileId]);
    if (file?.state === 'undoing') return this.undo(fileId);
    if (file?.state !== 'waiting') return;
    try {
      await this.deal(file, await readRows(this.files.open(file)));
    } catch (error) {
      if (!(error instanceof AppError) || error.status >= 500) throw error;
      const problem = JSON.stringify({ code: error.code, details: error.details ?? {} });
      await this.region(`update first_products set state = 'refused', problem = $2 where file_id = $1`, [
        fileId,
        problem,
      ]);
    }
  }

  private async deal(file: FileRow, { header, bySiret, left }: RowsBySiret): Promise<void> {
    const { fileId } = file;
    const shops = new Map(
      (await this.region<Shop>(SHOPS, [[...bySiret.keys()], file.owners, fileId])).map((shop) => [shop.siret, shop]),
    );
    let dealt = 0;
    for (const [siret, rows] of bySiret) {
      const shop = shops.get(siret);
      if (shop?.state !== 'provisioned' && !shop?.isDealt) {
        const reason = shop ? 'taken_over' : 'unknown';
        left.push(...rows.map(({ line }): LeftRow => ({ line, siret, reason })));
        continue;
      }
      dealt += rows.length;
      if (shop.isDealt) continue;
      const importId = await asShop(shop.shopId, () => this.submit(file, header, rows));
      await this.region(DEALT, [fileId, shop.shopId, importId, rows.length]);
    }
    left.sort((a, b) => a.line - b.line);
    await this.region(`update first_products set state = 'dealt', rows = $2, left_rows = $3 where file_id = $1`, [
      fileId,
      dealt,
      JSON.stringify(left),
    ]);
  }

  private async submit(
    { fileId, fileName, createdBy }: FileRow,
    header: string[],
    rows: readonly DealtRow[],
  ): Promise<string> {
    const options = { mapping: guessMapping(header), asDrafts: true, firstProducts: fileId };
    const body = bytesOf([header, ...rows.map(({ cells }) => cells)]);
    const { importId } = await this.products.submit(currentShopId(), {
      fileName,
      dryRun: false,
      createdBy,
      options,
      body,
    });
    return importId;
  }

  private async undo(fileId: string): Promise<void> {
    const shops = await this.region<{ shopId: string; importId: string }>(OPEN, [fileId]);
    for (const { shopId, importId } of shops) {
      const isUndone = await asShop(shopId, () => this.products.discardDrafts(importId));
      const state = isUndone ? 'undone' : 'kept';
      await this.region('update first_products_shop set state = $3 where file_id = $1 and shop_id = $2', [
        fileId,
        shopId,
        state,
      ]);
    }
    await this.region(`update first_products set state = 'undone' where file_id = $1`, [fileId]);
  }

  private async region<T>(sql: string, parameters: unknown[]): Promise<T[]> {
    return this.tenancy.regionTransaction((tx) => tx.query<T[]>(sql, parameters));
  }
}

interface Shop {
  siret: string;
  shopId: string;
  state: string;
  isDealt: boolean;
}

const FILE = `
  select file_id as "fileId", file_key as "fileKey", file_bytes::float8 as "fileBytes", file_name as "fileName", state,
    initiative_ids as owners, created_by as "createdBy"
  from first_products where file_id = $1`;

/** $1: SIRETs; $2: on whose behalf; $3: the file. */
const SHOPS = `
  select siret, shop_id as "shopId", state,
    exists (select from first_products_shop d where d.file_id = $3 and d.shop_id = shop.shop_id) as "isDealt"
  from shop where siret = any ($1::text[]) and ($2::uuid[] is null or initiative_id = any ($2::uuid[])) and state <> 'withdrawn'`;

const DEALT = `
  insert into first_products_shop (file_id, shop_id, import_id, rows) values ($1, $2, $3, $4)
  on conflict (file_id, shop_id) do update set rows = excluded.rows`;

const OPEN = `
  select shop_id as "shopId", import_id as "importId" from first_products_shop
  where file_id = $1 and state in ('done', 'refused') order by shop_id`;

async function* bytesOf(lines: string[][]): AsyncGenerator<Uint8Array> {
  for await (const text of writeCsv(lines)) yield Buffer.from(text);
}

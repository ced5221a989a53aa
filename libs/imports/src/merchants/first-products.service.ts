import { Injectable } from '@nestjs/common';
import { AppError, isSiret, normalizeSiret } from '#libs/kernel';
import { openTable, writeCsv } from '#libs/platform';
import { asShop, Tenancy } from '#libs/tenancy';
import { guessMapping } from '../mapping/mapping-guess.js';
import { ProductImports } from '../products/product-imports.service.js';
import type { InitiativeScope } from './merchant-imports.service.js';

/** Rows of one file; each is a product, or a variant of one. */
const MOST_ROWS = 20_000;
const SIRET_COLUMN = /^\s*(?:n°\s*)?siret\s*$/i;

/** No column is called SIRET: nothing says whose products these are. Status 422. */
export class NoSiretColumnError extends AppError {
  readonly code = 'imports.first_products_siret';
  readonly status = 422;
}

/** Status 422, `most`. */
export class TooManyFirstProductsError extends AppError {
  readonly code = 'imports.first_products_many';
  readonly status = 422;
}

/** Rows that went nowhere. `reason`: cells that could not be read; no SIRET; a shop that is not there, or is another initiative's; one that its owner has taken over. */
export interface LeftRow {
  line: number;
  siret: string;
  reason: 'broken' | 'no_siret' | 'unknown' | 'taken_over';
}

export interface FirstProducts {
  shops: number;
  rows: number;
  left: LeftRow[];
}

/**
 * The first products of many shops in one file, with their photos: rows are dealt out by SIRET, and each shop that waits for its owner gets an
 * import of its own. Owners find them when they take their shop over; a shop that has an owner is left alone.
 */
@Injectable()
export class FirstProductsFile {
  constructor(
    private readonly tenancy: Tenancy,
    private readonly products: ProductImports,
  ) {}

  /** @throws NoSiretColumnError, TooManyFirstProductsError, and what opening a file throws. */
  async deal(
    scope: InitiativeScope,
    { fileName, body }: { fileName: string; body: AsyncIterable<Uint8Array> },
    createdBy: string,
  ): Promise<FirstProducts> {
    const { header, bySiret, left } = await readRows(body);
    const shops = await this.shopsOf(scope, [...bySiret.keys()]);
    const dealt: FirstProducts = { shops: 0, rows: 0, left };
    for (const [siret, rows] of bySiret) {
      const shop = shops.get(siret);
      if (shop?.state !== 'provisioned') {
        const reason = shop ? 'taken_over' : 'unknown';
        left.push(...rows.map(({ line }) => ({ line, siret, reason }) as const));
        continue;
      }
      const file = { fileName, dryRun: false, createdBy, options: { mapping: guessMapping(header), asDrafts: true } };
      const lines = [header, ...rows.map(({ cells }) => cells)];
      await asShop(shop.shopId, () => this.products.submit(shop.shopId, { ...file, body: bytesOf(lines) }));
      dealt.shops += 1;
      dealt.rows += rows.length;
    }
    left.sort((a, b) => a.line - b.line);
    return dealt;
  }

  private async shopsOf(
    scope: InitiativeScope,
    sirets: string[],
  ): Promise<Map<string, { shopId: string; state: string }>> {
    const rows = await this.tenancy.regionTransaction((tx) =>
      tx.query<{ siret: string; shopId: string; state: string }[]>(
        `select siret, shop_id as "shopId", state from shop
         where siret = any ($1::text[]) and ($2::uuid[] is null or initiative_id = any ($2::uuid[])) and state <> 'withdrawn'`,
        [sirets, scope === 'region' ? null : [...scope]],
      ),
    );
    return new Map(rows.map(({ siret, ...shop }) => [siret, shop]));
  }
}

interface DealtRow {
  line: number;
  cells: string[];
}

/** The file without its SIRET column, its rows by SIRET. */
async function readRows(body: AsyncIterable<Uint8Array>) {
  const table = await openTable(buffers(body));
  try {
    const at = table.header.findIndex((name) => SIRET_COLUMN.test(name));
    if (at < 0) throw new NoSiretColumnError();
    const without = (cells: readonly string[]): string[] => cells.filter((_, i) => i !== at);
    const bySiret = new Map<string, DealtRow[]>();
    const left: LeftRow[] = [];
    let count = 0;
    for await (const { line, cells, error } of table.rows) {
      count += 1;
      if (count > MOST_ROWS) throw new TooManyFirstProductsError({ most: MOST_ROWS });
      const siret = normalizeSiret(cells[at] ?? '');
      if (error) left.push({ line, siret: '', reason: 'broken' });
      else if (!isSiret(siret)) left.push({ line, siret: (cells[at] ?? '').slice(0, 40), reason: 'no_siret' });
      else {
        const rows = bySiret.get(siret) ?? [];
        rows.push({ line, cells: without(cells) });
        bySiret.set(siret, rows);
      }
    }
    return { header: without(table.header), bySiret, left };
  } finally {
    await table.close();
  }
}

async function* buffers(body: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const part of body) yield Buffer.from(part);
}

async function* bytesOf(lines: string[][]): AsyncGenerator<Uint8Array> {
  for await (const text of writeCsv(lines)) yield Buffer.from(text);
}
